using Caliban.Core.History;
using Caliban.Core.Tracking;

namespace Caliban.Core.Tests.Tracking;

/// <summary>Jobs as a history keeps them.</summary>
internal static class RecordedJobs
{
    public const string User = "ada";
    public const string Host = "tower";
    public const string ProjectFile = "/home/ada/mnist/mnist.csproj";

    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    public static RecordedJob Job(long id, JobState state, long experiment, string group = "rates", string user = User)
    {
        var wasStarted = state is JobState.Running or > JobState.Running;
        var wasSubmitted = state != JobState.Planned;
        var created = Start + TimeSpan.FromMinutes(id);
        return new RecordedJob
        {
            Id = id,
            Group = group,
            ExperimentId = experiment,
            ExperimentKey = $"key-{experiment}",
            Label = $"rate=0.{experiment}",
            Command = "trainer.train",
            Arguments = ["--rate", $"0.{experiment}", "--name", "two words"],
            Fingerprint = new Fingerprint($"hash-{experiment}", 1, "image-1", "trainer.train", "", "", "cpu"),
            ImageReference = "caliban/mnist:1a2b3c4d5e6f7081",
            ImageDigest = "sha256:0011223344556677",
            RunId = "run-1",
            ClaimedBy = wasSubmitted ? "run-1" : "",
            User = user,
            Host = Host,
            Project = "mnist",
            ProjectFile = ProjectFile,
            State = state,
            Backend = wasSubmitted ? "docker" : "",
            RemoteName = wasSubmitted ? $"caliban-0a1b2c3d-{id}" : "",
            ExitCode = state switch { JobState.Succeeded => 0, JobState.Failed => 3, _ => null },
            LogPath = wasSubmitted ? $"/home/ada/mnist/obj/caliban/logs/run-1/{id:0000}.log" : "",
            CreatedAt = created,
            SubmittedAt = wasSubmitted ? created : null,
            StartedAt = wasStarted ? created + TimeSpan.FromSeconds(1) : null,
            EndedAt = state.IsFinal() ? created + TimeSpan.FromSeconds(66) : null,
            Lineage = new Lineage("c0ffee", "", "", "0.1.0"),
        };
    }

    public static TrackingRequest Request(TrackingVerb verb, string group = "", params long[] jobs) => new()
    {
        Verb = verb,
        ProjectFile = ProjectFile,
        Group = group,
        JobIds = jobs,
    };
}
