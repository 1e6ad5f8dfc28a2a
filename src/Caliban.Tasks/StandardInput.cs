namespace Caliban.Tasks;

/// <summary>The standard input of the build, where a task can see it.</summary>
internal static class StandardInput
{
    /// <summary>Null at a terminal, where reading would wait for a person; worker nodes find an empty stream.</summary>
    public static Stream? Open() => Console.IsInputRedirected ? Console.OpenStandardInput() : null;
}
