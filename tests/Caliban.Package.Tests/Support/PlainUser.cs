using System.Globalization;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A user of this machine who is not root, has a home of his own, and may use the Docker engine.</summary>
internal sealed class PlainUser : IDisposable
{
    /// <summary>In no table of users, here or in the image.</summary>
    public const int Id = 23456;

    private const string Socket = "/var/run/docker.sock";

    private readonly TemporaryFolder _folder = new("caliban-user");

    public string Home => Path.Combine(_folder.Path, "home");

    /// <summary>Gives the user a project.</summary>
    public static async Task<PlainUser> OwnerOfAsync(Consumer consumer)
    {
        var user = new PlainUser();
        Directory.CreateDirectory(user.Home);
        // Extracts the SDK, which he then only reads.
        (await consumer.Build("CalibanHelp").RunAsync()).ShouldSucceed();
        var feed = await PackageFeed.GetAsync();
        await RunAsync("cp", "-r", feed.GlobalPackages, Path.Combine(user._folder.Path, "packages"));
        await RunAsync("chown", "-R", $"{Id}:{Id}", user._folder.Path, consumer.Folder);
        return user;
    }

    /// <summary>The command, started by him.</summary>
    public async Task<Command> StartsAsync(Command command)
    {
        var group = (await RunAsync("stat", "--format", "%g", Socket)).Trim();
        var his = command with
        {
            Program = "setpriv",
            Arguments =
            [
                "--reuid", Id.ToString(CultureInfo.InvariantCulture), "--regid", Id.ToString(CultureInfo.InvariantCulture), "--groups", group,
                command.Program, .. command.Arguments,
            ],
        };
        his.Environment["HOME"] = his.Environment["DOTNET_CLI_HOME"] = Home;
        his.Environment["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "packages");
        his.Environment["USER"] = "ada";
        return his;
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await new Command(program, arguments).RunAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
