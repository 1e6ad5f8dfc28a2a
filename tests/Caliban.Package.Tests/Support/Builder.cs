using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A builder of a client: what <c>docker build</c> uses.</summary>
/// <param name="Client">The path of the client.</param>
internal sealed record Builder(string Client, bool IsBuildKit)
{
    private static readonly Lazy<IReadOnlyList<Builder>> Found = new(Find);

    /// <summary>Every builder of every client there is.</summary>
    public static IReadOnlyList<Builder> All => Found.Value;

    /// <summary>Only those that can show secrets to a step.</summary>
    public static IEnumerable<Builder> BuildKit => All.Where(builder => builder.IsBuildKit);

    /// <summary>A command whose builds use this builder.</summary>
    public Command Apply(Command command)
    {
        command.Environment["PATH"] = DockerCli.PathWith(Client);
        command.Environment["DOCKER_BUILDKIT"] = IsBuildKit ? "1" : "0";
        return command;
    }

    // BuildKit is inside of clients before 23.0, and a plugin of later ones.
    private static List<Builder> Find()
    {
        var builders = new List<Builder>();
        foreach (var client in DockerCli.Clients)
        {
            builders.Add(new Builder(client, IsBuildKit: false));
            var version = Version.Parse(Ask(client, "version", "--format", "{{.Client.Version}}").Output.Trim().Split('+', '-')[0]);
            if (version.Major < 23 || Ask(client, "buildx", "version").ExitCode == 0)
            {
                builders.Add(new Builder(client, IsBuildKit: true));
            }
        }

        return builders;
    }

    private static CommandResult Ask(string client, params string[] arguments) => new Command(client, arguments).RunAsync().GetAwaiter().GetResult();
}
