using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.History;

/// <summary>Runs, images and experiments as other rooms make them.</summary>
internal static class Given
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static RecordedImage Image { get; } = new(
        "img-1", "caliban:img-1", "sha256:1", new Dictionary<string, string> { ["base"] = "python:3.12", ["trainer/train.py"] = "abc" });

    /// <summary>No job that runs on after its run has ended.</summary>
    public static IReadOnlyDictionary<string, long> Nothing { get; } = new Dictionary<string, long>();

    public static RecordedRun Run(string id, string group = "g", string user = "ann", string host = "alpha") => new()
    {
        Id = id,
        Group = group,
        User = user,
        Host = host,
        Process = new ProcessIdentity(17, "start 17"),
        StartedAt = Start,
        HeartbeatAt = Start,
        Project = "quickstart",
        ProjectFile = "/home/ann/quickstart/quickstart.calibanproj",
        Lineage = new Lineage("c0ffee", "dirty", "project", "0.1.0"),
    };

    /// <summary>An experiment told apart from others by its arguments.</summary>
    public static WantedExperiment Experiment(object x, string image = "img-1", int schema = 1)
    {
        IReadOnlyList<string> arguments = ["--x", Convert.ToString(x, CultureInfo.InvariantCulture)!];
        var argumentsHash = Hash(string.Join('\n', arguments));
        return new WantedExperiment(
            Hash($"quickstart trainer.train {argumentsHash}"),
            $"x={x}",
            "trainer.train",
            arguments,
            new Fingerprint(
                Hash($"{schema} {image} {argumentsHash}"), schema, image, "python -m trainer.train", argumentsHash, "A=1", "gpus=0"));
    }

    public static IReadOnlyList<WantedExperiment> Experiments(int count, string image = "img-1") =>
        [.. Enumerable.Range(1, count).Select(x => Experiment(x, image))];

    public static Claim Claim(long job, string run, string host = "alpha") => new()
    {
        Job = job,
        RunId = run,
        Host = host,
        Backend = "docker",
        RemoteName = $"caliban-{job}",
        LogPath = $"/logs/{job}.log",
        At = Start.AddSeconds(1),
    };

    public static JobChange Change(JobState state, int seconds = 2) => new(state, Start.AddSeconds(seconds));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
