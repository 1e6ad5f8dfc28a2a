using System.Globalization;
using System.Text.Json;
using Caliban.Emulator.Http;
using Caliban.Emulator.Quotas;

namespace Caliban.Emulator.Jobs;

/// <summary>Turns an accepted body into a job: its id, its times and its fate.</summary>
internal sealed class JobMaker(EmulatorOptions options, JobTable jobs, HardwareQuotas quotas)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(options.Seed);
    private DateTimeOffset _last;

    /// <exception cref="ApiException">The quota of the project does not suffice.</exception>
    public EmulatedJob Make(JsonElement body, Call call)
    {
        lock (_gate)
        {
            var record = Record(body, call);
            var job = new EmulatedJob(record, options.Clock);
            quotas.Check(job);
            record.Fate = Fate(job);
            var run = record.Fate.Running ?? options.Times.Running;
            record.EndTime = record.Fate.Kind == JobFateKind.Never ? null
                : record.Fate.IsBeforeStart ? record.StartTime
                : record.StartTime + run;
            return jobs.Add(record);
        }
    }

    private JobRecord Record(JsonElement body, Call call)
    {
        var create = Now();
        return new JobRecord
        {
            Id = NewId(call),
            Sequence = jobs.NextSequence,
            Project = call.Project!.Id,
            ProjectNumber = call.Project.Number,
            Location = call.Route.Location,
            DisplayName = body.GetProperty("displayName").GetString()!,
            Labels = body.TryGetProperty("labels", out var labels)
                ? labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!) : [],
            JobSpec = body.GetProperty("jobSpec").GetRawText(),
            EncryptionSpec = body.TryGetProperty("encryptionSpec", out var encryption) ? encryption.GetRawText() : null,
            CreateTime = create,
            Creator = call.Principal!.Email,
            Fate = JobFate.Succeed,
            PendingTime = create + options.Times.Queued,
            StartTime = create + options.Times.Queued + options.Times.Pending,
        };
    }

    private JobFate Fate(EmulatedJob job)
    {
        // Drawn for every job, so that a rule for one does not change the fate of the others.
        var isUnlucky = _random.NextDouble() < options.FailRate;
        return options.HasImage?.Invoke(job.Image) == false ? JobFate.MissingImage
            : options.Rules.FirstOrDefault(rule => rule.Fits(job))?.Fate ?? (isUnlucky ? JobFate.Fail() : JobFate.Succeed);
    }

    /// <summary>No two jobs have the same time, as on a clock with microseconds.</summary>
    private DateTimeOffset Now()
    {
        var now = new DateTimeOffset(options.Clock.GetUtcNow().Ticks / 10 * 10, TimeSpan.Zero);
        return _last = now > _last ? now : _last.AddMicroseconds(1);
    }

    private string NewId(Call call)
    {
        while (true)
        {
            var id = _random.NextInt64(1_000_000_000_000_000_000, long.MaxValue).ToString(CultureInfo.InvariantCulture);
            if (!jobs.Read(call.Project!.Id, call.Route.Location, shelf => shelf.HasHad(id)))
            {
                return id;
            }
        }
    }
}
