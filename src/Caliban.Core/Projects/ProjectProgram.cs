namespace Caliban.Core.Projects;

/// <summary>The code a project runs.</summary>
/// <param name="Target">A module name for <see cref="ProgramKind.PythonModule"/>, otherwise a path relative to the project folder with <c>/</c>.</param>
/// <param name="PackageFolder">The folder that is copied with it: the first folder of the path, or <c>.</c> for the project folder.</param>
public sealed record ProjectProgram(ProgramKind Kind, string Target, string PackageFolder)
{
    /// <summary>No code: a project that is only looked around in.</summary>
    public static ProjectProgram None { get; } = new(ProgramKind.ShellScript, "", "");

    /// <summary>The command without arguments, for the given interpreters.</summary>
    public IReadOnlyList<string> Command(string python, string bash) => Kind switch
    {
        ProgramKind.PythonModule => [python, "-m", Target],
        ProgramKind.PythonScript => [python, Target],
        _ => [bash, Target],
    };
}
