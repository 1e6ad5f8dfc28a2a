namespace Caliban.Core.Local.Sessions;

/// <summary>The shell of a session: <c>CalibanShellProgram</c>.</summary>
public enum ShellProgram
{
    /// <summary>zsh for those whose own shell it is, otherwise bash.</summary>
    Auto,

    Bash,
    Zsh,
    Sh,
}
