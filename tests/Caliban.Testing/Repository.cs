using System.Runtime.CompilerServices;

namespace Caliban.Testing;

/// <summary>The folders of this repository.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Sdk { get; } = Path.Combine(Root, "sdk");

    /// <summary>Which configuration the tests are compiled in, and so the tasks they use.</summary>
    public static string Configuration { get; } = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string TasksAssembly { get; } = Path.Combine(Root, "src", "Caliban.Tasks", "bin", Configuration, "net10.0", "Caliban.Tasks.dll");

    public static string RunnerAssembly { get; } = Path.Combine(Root, "src", "Caliban.Runner", "bin", Configuration, "net10.0", "Caliban.Runner.dll");

    private static string Find([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
