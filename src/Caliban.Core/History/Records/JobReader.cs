using System.Data.Common;
using Caliban.Core.History.Databases;
using Caliban.Core.Processes;

namespace Caliban.Core.History.Records;

/// <summary>Reads the rows of <see cref="JobSearch"/>. Texts that thousands of rows share are kept once.</summary>
internal sealed class JobReader
{
    private const int FingerprintColumn = 25;
    private const int RunColumn = 32;

    private readonly Dictionary<long, RunTexts> _runs = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public RecordedJob Read(DbDataReader reader)
    {
        var number = reader.Number(1);
        if (!_runs.TryGetValue(number, out var run))
        {
            _runs[number] = run = RunTexts.Read(reader, RunColumn);
        }

        return new RecordedJob
        {
            Id = reader.Number(0),
            Group = run.Group,
            ExperimentId = reader.Number(2),
            ExperimentKey = reader.GetString(3),
            Label = reader.GetString(4),
            Command = Shared(reader.GetString(5)),
            Arguments = JsonTexts.ReadList(reader.GetString(6)),
            ImageReference = run.ImageReference,
            ImageDigest = run.ImageDigest,
            RunId = run.RunId,
            ClaimedBy = Shared(reader.Text(7)),
            User = run.User,
            Host = Shared(reader.GetString(8)),
            Project = run.Project,
            ProjectFile = run.ProjectFile,
            Attempt = (int)reader.Number(9),
            State = (JobState)reader.Number(10),
            Backend = Shared(reader.GetString(11)),
            RemoteName = reader.GetString(12),
            Process = reader.NumberOrNull(13) is { } process ? new ProcessIdentity((int)process, reader.Text(14)) : null,
            Devices = JsonTexts.ReadList(reader.GetString(15)),
            ExitCode = (int?)reader.NumberOrNull(16),
            LogPath = reader.GetString(17),
            Link = reader.GetString(18),
            Detail = Shared(reader.GetString(19)),
            CreatedAt = reader.Time(20),
            SubmittedAt = reader.TimeOrNull(21),
            StartedAt = reader.TimeOrNull(22),
            EndedAt = reader.TimeOrNull(23),
            Resource = reader.GetString(24),
            Lineage = run.Lineage,
            Fingerprint = Shared(FingerprintRecords.Read(reader, FingerprintColumn)),
        };
    }

    private Fingerprint Shared(Fingerprint fingerprint) => fingerprint with
    {
        Image = Shared(fingerprint.Image),
        Command = Shared(fingerprint.Command),
        Environment = Shared(fingerprint.Environment),
        Hardware = Shared(fingerprint.Hardware),
    };

    private string Shared(string text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        if (!_texts.TryGetValue(text, out var shared))
        {
            _texts[text] = shared = text;
        }

        return shared;
    }
}
