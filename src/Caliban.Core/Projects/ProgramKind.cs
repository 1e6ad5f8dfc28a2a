namespace Caliban.Core.Projects;

/// <summary>How the code is started.</summary>
public enum ProgramKind
{
    /// <summary><c>python -m name</c></summary>
    PythonModule,

    /// <summary><c>python path</c></summary>
    PythonScript,

    /// <summary><c>bash path</c></summary>
    ShellScript,
}
