using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>Keeps custom jobs, finds them by one label, and goes wrong as it is told.</summary>
internal sealed partial class FakeVertex
{
    private readonly ConcurrentDictionary<string, KeptJob> _jobs = [];
    private int _last;
    private int _busy;

    public IReadOnlyCollection<KeptJob> Jobs => [.. _jobs.Values];

    /// <summary>What becomes of the next jobs that are sent, one after the other; then all goes well.</summary>
    public ConcurrentQueue<CreateFault> Faults { get; } = [];

    /// <summary>Decides at random what becomes of each; the queue comes first.</summary>
    public Func<CreateFault> Chance { get; set; } = () => CreateFault.None;

    /// <summary>How many lists a new job is not in yet.</summary>
    public int HiddenFor { get; set; }

    /// <summary>Which lists fail.</summary>
    public bool ListsFail { get; set; }

    public int Posts { get; private set; }

    public TimeSpan Latency { get; set; }

    /// <summary>Whether a request is being answered, or was given up and is being worked on nevertheless.</summary>
    public bool IsBusy => Volatile.Read(ref _busy) > 0;

    public void Attach(GoogleServer server) => server.Handle = HandleAsync;

    /// <summary>How often there is a job with each label.</summary>
    public IReadOnlyDictionary<string, int> Counts => Jobs.GroupBy(job => job.Label).ToDictionary(group => group.Key, group => group.Count());

    public KeptJob Keep(string label, string state = "JOB_STATE_PENDING")
    {
        var number = Interlocked.Increment(ref _last);
        var job = new KeptJob($"projects/1/locations/us-central1/customJobs/{number}", label, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(number)) { State = state, HiddenFor = HiddenFor };
        _jobs[job.Name] = job;
        return job;
    }

    private async Task HandleAsync(HttpContext context, string body)
    {
        Interlocked.Increment(ref _busy);
        try
        {
            await AnswerAsync(context, body);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private async Task AnswerAsync(HttpContext context, string body)
    {
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency);
        }

        var path = context.Request.Path.Value!;
        await (path.EndsWith("/customJobs") ? context.Request.Method == "POST" ? CreateAsync(context, body) : ListAsync(context)
            : path.EndsWith(":cancel") ? CancelAsync(context, path) : GoogleServer.AnswerAsync(context, 404, """{"error":{"code":404,"status":"NOT_FOUND","message":"no"}}"""));
    }

    private async Task CreateAsync(HttpContext context, string body)
    {
        lock (_jobs)
        {
            Posts++;
        }

        var label = JsonDocument.Parse(body).RootElement.GetProperty("labels").GetProperty("caliban_job").GetString()!;
        var fault = Faults.TryDequeue(out var next) ? next : Chance();
        var job = fault is CreateFault.None || fault.ToString().EndsWith("AfterAccepting") ? Keep(label) : null;
        await (fault switch
        {
            CreateFault.CutAfterAccepting or CreateFault.CutBefore => GoogleServer.CutAsync(context),
            CreateFault.HalfAfterAccepting => GoogleServer.HalfAsync(context),
            CreateFault.GarbageAfterAccepting => GoogleServer.AnswerAsync(context, 200, "<html/>"),
            CreateFault.UnavailableAfterAccepting or CreateFault.UnavailableBefore => GoogleServer.AnswerAsync(context, 503, """{"error":{"code":503,"status":"UNAVAILABLE","message":"overloaded"}}"""),
            CreateFault.StallAfterAccepting => GoogleServer.StallAsync(context),
            CreateFault.Rate => GoogleServer.AnswerAsync(context, 429, """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Quota exceeded for 'Job submissions per minute'"}}"""),
            CreateFault.Quota => GoogleServer.AnswerAsync(context, 429, """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_nvidia_v100_gpus"}}"""),
            CreateFault.Denied => GoogleServer.AnswerAsync(context, 403, """{"error":{"code":403,"status":"PERMISSION_DENIED","message":"Permission 'aiplatform.customJobs.create' denied"}}"""),
            _ => GoogleServer.AnswerAsync(context, 200, job!.Json),
        });
    }

    private Task ListAsync(HttpContext context)
    {
        if (ListsFail)
        {
            return GoogleServer.AnswerAsync(context, 503, "");
        }

        var label = LabelFilter().Match(context.Request.Query["filter"].ToString()).Groups[1].Value;
        var found = Jobs.Where(job => job.Label == label && job.HiddenFor-- <= 0).Select(job => job.Json);
        return GoogleServer.AnswerAsync(context, 200, $$"""{"customJobs":[{{string.Join(',', found)}}]}""");
    }

    private Task CancelAsync(HttpContext context, string path)
    {
        _jobs.Values.Single(job => path.EndsWith($"/{job.Name.Split('/')[^1]}:cancel")).State = "JOB_STATE_CANCELLING";
        return GoogleServer.AnswerAsync(context, 200, "{}");
    }

    [GeneratedRegex("^labels\\.caliban_job=\"([a-z0-9_-]+)\"$")]
    private static partial Regex LabelFilter();
}

/// <summary>What becomes of a job that is sent.</summary>
public enum CreateFault
{
    None,
    CutBefore,
    UnavailableBefore,
    CutAfterAccepting,
    HalfAfterAccepting,
    GarbageAfterAccepting,
    UnavailableAfterAccepting,
    StallAfterAccepting,
    Rate,
    Quota,
    Denied,
}

internal sealed record KeptJob(string Name, string Label, DateTimeOffset Created)
{
    public string State { get; set; } = "";

    public int HiddenFor { get; set; }

    public string Json => $$$"""{"name":"{{{Name}}}","displayName":"x","state":"{{{State}}}","createTime":"{{{Created:O}}}","labels":{"caliban_job":"{{{Label}}}"}}""";
}
