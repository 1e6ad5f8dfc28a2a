using System.Globalization;
using Caliban.Benchmarks.Measuring;

namespace Caliban.Benchmarks.Reporting;

/// <summary>One line of the table.</summary>
internal sealed record Row(string Case, Samples Ours)
{
    public string PeerName { get; init; } = "";

    /// <summary>The peer in the same run; null where there is none.</summary>
    public Samples? Peer { get; init; }

    public Goal? Goal { get; init; }

    /// <summary>The most memory of our runs; null where it is not measured.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>Null where nothing is uploaded.</summary>
    public Upload? Uploaded { get; init; }

    /// <summary>Published figures of google/caliban on the same work, on another machine.</summary>
    public string Documented { get; init; } = "";

    public static IReadOnlyList<string> Headings { get; } =
        ["case", "median (min–max)", "peer", "peer's median", "ratio", "goal", "", "peak memory", "uploaded", "google/caliban (documented)"];

    public IReadOnlyList<string> Cells =>
    [
        Case,
        Ours.ToString(),
        PeerName,
        Peer is null ? "" : Format(Peer.Median, "0.000", " s"),
        Format(Ratio, "0.00", "×"),
        Goal?.ToString() ?? "",
        Verdict,
        Format(Megabytes, "0", " MB"),
        Uploaded?.ToString() ?? "",
        Documented,
    ];

    private double? Ratio => Ours.Median / Peer?.Median;

    private double? Megabytes => PeakBytes / 1e6;

    private string Verdict => Goal is null ? "" : IsMissed(Goal) ? "missed" : "met";

    private bool IsMissed(Goal goal) => Ours.Median > goal.Seconds || Ratio > goal.Ratio || Megabytes > goal.Megabytes || Uploaded is { IsTooMuch: true };

    private static string Format(double? number, string format, string unit) =>
        number is { } value ? value.ToString(format, CultureInfo.InvariantCulture) + unit : "";
}
