using System.Runtime.InteropServices;
using Caliban.Testing;

namespace Caliban.Benchmarks.Measuring;

/// <summary>This program as the assemblies of the package are: compiled ahead of time for this system.</summary>
internal static class CompiledProgram
{
    /// <summary>The assembly; this one itself until <see cref="MakeAsync"/> has made another.</summary>
    public static string Path { get; private set; } = typeof(CompiledProgram).Assembly.Location;

    /// <exception cref="InvalidOperationException">It could not be compiled.</exception>
    public static async Task MakeAsync(Workspace workspace)
    {
        var folder = System.IO.Path.GetDirectoryName(workspace.PathOf("compiled/any"))!;
        var project = System.IO.Path.Combine(Repository.Root, "benchmarks", "Caliban.Benchmarks");
        await Timed.RunAsync(Command.Dotnet(
            project,
            [
                "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-v", "q",
                "-p:PublishReadyToRun=true", "-p:RunAnalyzers=false", "--artifacts-path", $"{folder}-artifacts", "-o", folder,
            ]));
        Path = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(Path));
    }
}
