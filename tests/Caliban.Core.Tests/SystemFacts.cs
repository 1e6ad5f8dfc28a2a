namespace Caliban.Core.Tests;

/// <summary>A test of what POSIX systems do; skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "needs a POSIX system" : null;
}

/// <inheritdoc cref="UnixFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "needs a POSIX system" : null;
}

/// <summary>A test of what only Linux does: processes are found by their environment.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs Linux";
}

/// <summary>A test that needs a program of this machine; skipped where it is not installed, failed where tests must not be skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        Program = program;
        var isInstalled = Caliban.Core.Processes.ExecutableFinder.Find(Environment.GetEnvironmentVariable("PATH"), program) is not null;
        Skip = isInstalled || Caliban.Testing.DockerFactAttribute.IsRequired ? null : $"{program} is not installed";
    }

    public string Program { get; }
}
