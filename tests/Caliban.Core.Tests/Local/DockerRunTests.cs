using System.Text;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Jobs;

namespace Caliban.Core.Tests.Local;

/// <summary>The command of a container, and what is read from what it says.</summary>
public sealed class DockerRunTests
{
    private static readonly SweepPlan Plan = Plans.Create(1) with
    {
        Project = "My Project",
        DockerRunArguments = ["-v", "/a b:/c", "--shm-size=1g"],
        Jobs = [new PlannedJob(7, "name=x y", ["--name", "x y", "", "--on"])],
    };

    [Fact]
    public void The_arguments_of_a_job() => Golden.Check("Local", "docker-run.txt", Text(Plan));

    [Fact]
    public void The_arguments_of_a_job_with_a_GPU() => Golden.Check("Local", "docker-run-gpu.txt", Text(Plan with { Image = Plan.Image with { UseGpu = true } }));

    [Fact]
    public void The_arguments_of_a_job_with_credentials() => Golden.Check("Local", "docker-run-credentials.txt", Text(Plan, new RuntimeCredentials("/keys, mine/key.json")));

    [Fact]
    public void What_is_unknown_to_the_run_command_is_its_refusal()
    {
        Assert.Equal("unknown flag: --foo", Tail("unknown flag: --foo\nSee 'docker run --help'.\n").Refusal);
        Assert.Equal(
            "unknown flag: --foo",
            Tail("unknown flag: --foo\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun 'docker run --help' for more information\n").Refusal);
    }

    [Fact]
    public void What_the_engine_says_of_a_container_is_its_refusal()
    {
        Assert.Equal(
            "Error response from daemon: failed to create task for container: OCI runtime create failed: exec: \"python\": executable file not found in $PATH: unknown",
            Tail("docker: Error response from daemon: failed to create task for container: OCI runtime create failed: exec: \"python\": executable file not found in $PATH: unknown.\n\nRun 'docker run --help' for more information\n").Refusal);
        Assert.Equal("invalid reference format", Tail("docker: invalid reference format.\nSee 'docker run --help'.\n").Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Traceback (most recent call last):\nModuleNotFoundError: No module named 'torch'\n")]
    [InlineData("docker is not mentioned at the start: docker: no\n")]
    public void What_the_program_says_is_no_refusal(string text) => Assert.Null(Tail(text).Refusal);

    [Theory]
    [InlineData("error waiting for container: unexpected EOF\n", true)]
    [InlineData("time=\"2026\" level=error msg=\"error waiting for container: unexpected EOF\"\n", true)]
    [InlineData("docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n", true)]
    [InlineData("error during connect: Head \"http://x/_ping\": EOF\n", true)]
    [InlineData("loss 0.1\n", false)]
    [InlineData("", false)]
    public void A_lost_connection_is_known_by_its_words(string text, bool lost) => Assert.Equal(lost, Tail(text).LostConnection);

    [Fact]
    public void Only_the_end_of_the_error_channel_counts()
    {
        var tail = Tail($"error waiting for container\n{new string('x', 10_000)}\n");
        tail.Add(OutputChannel.Standard, Encoding.UTF8.GetBytes("error waiting for container\n"));

        Assert.False(tail.LostConnection);
    }

    [Fact]
    public void Everything_is_passed_on()
    {
        var passed = new List<string>();
        var tail = new DockerRunTail((channel, bytes) => passed.Add($"{channel} {Encoding.UTF8.GetString(bytes.Span)}"));
        tail.Add(OutputChannel.Error, "a"u8.ToArray());
        tail.Add(OutputChannel.Standard, "b"u8.ToArray());

        Assert.Equal(["Error a", "Standard b"], passed);
    }

    /// <summary>As it would come through the pipe: in pieces.</summary>
    private static DockerRunTail Tail(string text)
    {
        var tail = new DockerRunTail((_, _) => { });
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(7))
        {
            tail.Add(OutputChannel.Error, piece);
        }

        return tail;
    }

    private static string Text(SweepPlan plan, RuntimeCredentials? credentials = null) =>
        string.Concat(DockerRunCommand.Arguments(
            plan.Run(), "caliban/my-project:0123", plan.Jobs[0], "caliban-my-project-0-7", DockerHardware.Arguments(plan, []), credentials?.DockerArguments ?? []).Select(argument => $"{argument}\n"));
}
