namespace Caliban.Core.Local.Sessions;

/// <summary>A shell inside the environment.</summary>
internal static class ShellSession
{
    /// <summary>The shell of a plan.</summary>
    /// <param name="variable">Reads an environment variable of the run: <c>SHELL</c>, the caller's own.</param>
    public static ShellProgram Choose(SessionPlan plan, Func<string, string?> variable) =>
        plan.ShellProgram != ShellProgram.Auto ? plan.ShellProgram
        // Nothing is installed into an image that is used as it is, and without a home there are no habits to keep.
        : plan is { Bare: false, ImageTag.Length: 0 } && Path.GetFileName(variable("SHELL") ?? "").Contains("zsh", StringComparison.Ordinal) ? ShellProgram.Zsh
        : ShellProgram.Bash;

    /// <summary>The name of the program, as the search path of the image knows it.</summary>
    public static string Program(ShellProgram shell) => shell switch
    {
        ShellProgram.Zsh => "zsh",
        ShellProgram.Sh => "sh",
        _ => "bash",
    };

    /// <summary>The arguments after <c>docker</c>.</summary>
    /// <param name="arguments">Passed on to the shell.</param>
    public static IReadOnlyList<string> Arguments(SessionContainer container, ShellProgram shell, IReadOnlyList<string> arguments) =>
        container.Arguments(
            // With an empty home zsh would begin with questions about its set-up.
            shell == ShellProgram.Zsh && container.HomeFolder is null ? ["--env", "ZDOTDIR=/etc/zsh"] : [],
            Program(shell),
            arguments);
}
