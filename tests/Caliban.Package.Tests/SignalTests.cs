using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Signals while jobs run in containers.</summary>
public sealed class ContainerSignalTests
{
    [DockerFact]
    public Task SIGINT_to_a_build_leaves_no_container() => StoppedSweep.AssertNothingIsLeftAsync("docker", "build", "INT");

    [DockerFact]
    public Task SIGTERM_to_a_build_leaves_no_container() => StoppedSweep.AssertNothingIsLeftAsync("docker", "build", "TERM");

    [DockerFact]
    public Task SIGINT_to_the_runner_leaves_no_container() => StoppedSweep.AssertNothingIsLeftAsync("docker", "run", "INT");
}

/// <summary>Signals while jobs run as processes.</summary>
public sealed class ProcessSignalTests
{
    [LinuxFact]
    public Task SIGINT_to_a_build_leaves_no_process() => StoppedSweep.AssertNothingIsLeftAsync("process", "build", "INT");

    [LinuxFact]
    public Task SIGTERM_to_a_build_leaves_no_process() => StoppedSweep.AssertNothingIsLeftAsync("process", "build", "TERM");

    [LinuxFact]
    public Task SIGINT_to_the_runner_leaves_no_process() => StoppedSweep.AssertNothingIsLeftAsync("process", "run", "INT");

    [LinuxFact]
    public Task SIGTERM_to_the_runner_leaves_no_process() => StoppedSweep.AssertNothingIsLeftAsync("process", "run", "TERM");
}
