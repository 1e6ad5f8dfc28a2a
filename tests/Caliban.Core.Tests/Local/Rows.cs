using Caliban.Core.History;

namespace Caliban.Core.Tests.Local;

/// <summary>Rows of the history as backends get them.</summary>
internal static class Rows
{
    public static RecordedJob Create(string name, string logPath) => new()
    {
        Id = 7,
        Group = "g",
        ExperimentId = 1,
        ExperimentKey = "",
        Label = "",
        Command = "train.py",
        Arguments = [],
        Fingerprint = new Fingerprint("", 1, "", "", "", "", ""),
        ImageReference = "",
        ImageDigest = "",
        RunId = "run",
        User = "ada",
        Host = "here",
        Project = "mnist",
        ProjectFile = "/mnist.csproj",
        State = JobState.Submitting,
        RemoteName = name,
        LogPath = logPath,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Lineage = new Lineage("", "", "", ""),
    };
}
