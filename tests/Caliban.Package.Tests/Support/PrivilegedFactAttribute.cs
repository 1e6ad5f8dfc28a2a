using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A test for Linux that mounts or starts an engine as root: skipped with a reason elsewhere, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrivilegedFactAttribute : FactAttribute
{
    /// <param name="program">A program it needs.</param>
    public PrivilegedFactAttribute(string program)
    {
        Program = program;
        if (DockerFactAttribute.IsRequired)
        {
            return;
        }

        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Skip = "it needs root on Linux; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
        else if (!Programs.Exists(program))
        {
            Skip = $"there is no {program}; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
        else if (program == "dockerd" && !DockerFactAttribute.EngineAnswers)
        {
            Skip = "no engine has the base image for the test's own; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
    }

    public string Program { get; }
}

/// <summary>A test that needs a terminal: skipped with a reason where tmux is missing, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute()
    {
        if (!DockerFactAttribute.IsRequired && !Programs.Exists("tmux"))
        {
            Skip = "there is no tmux; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
    }
}

/// <summary>A test that needs a terminal, a Docker engine and root on Linux: skipped with a reason elsewhere, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SessionFactAttribute : FactAttribute
{
    public SessionFactAttribute()
    {
        if (!DockerFactAttribute.IsRequired
            && (!Programs.Exists("tmux") || !DockerFactAttribute.EngineAnswers || !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess))
        {
            Skip = "it needs tmux, a Docker engine and root on Linux; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
    }
}

internal static class Programs
{
    public static bool Exists(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Lets everybody run a script, where files have such a mode.</summary>
    public static void MakeExecutable(string script)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        }
    }
}

/// <summary>A test that looks at processes and signals as Linux has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "it looks at processes as Linux has them";
        }
    }
}
