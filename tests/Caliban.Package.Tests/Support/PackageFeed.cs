using System.Globalization;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>
/// The SDK, packed once for all tests into a folder that serves as their only package source. Each run has a version of
/// its own, because NuGet never extracts a version twice.
/// </summary>
internal sealed class PackageFeed
{
    private static readonly Lazy<Task<PackageFeed>> Shared = new(PackAsync);

    // In the output of the build: a test host is ended before it could remove a temporary folder.
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "feed");

    private PackageFeed()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}");

    public string Folder => Path.Combine(_folder, "source");

    /// <summary>Where NuGet extracts it; the packages of the user stay as they are.</summary>
    public string GlobalPackages => Path.Combine(_folder, "packages");

    public string PackageFile => Path.Combine(Folder, $"Caliban.Sdk.{Version}.nupkg");

    public static Task<PackageFeed> GetAsync() => Shared.Value;

    private static async Task<PackageFeed> PackAsync()
    {
        var feed = new PackageFeed();
        // What the test project has built, since other tests may be using those files.
        var pack = await Command.Dotnet(
            Repository.Root,
            "pack", "src/Caliban.Sdk", "--no-build", "-c", Repository.Configuration, "-o", feed.Folder, $"-p:PackageVersion={feed.Version}").RunAsync();
        return pack.ExitCode == 0 ? feed : throw new InvalidOperationException($"The SDK cannot be packed: {pack}");
    }
}
