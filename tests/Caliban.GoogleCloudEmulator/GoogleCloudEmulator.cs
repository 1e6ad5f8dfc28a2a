using System.Net;
using System.Security.Cryptography;
using Caliban.Emulator.Compute;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Http;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Logging;
using Caliban.Emulator.Projects;
using Caliban.Emulator.Quotas;
using Caliban.Emulator.Requests;
using Caliban.Emulator.State;
using Caliban.Emulator.Tokens;

namespace Caliban.Emulator;

/// <summary>
/// The used parts of Google Cloud on the loopback address: custom jobs of Vertex AI, Cloud Logging, tokens, regions of Compute
/// Engine and quotas. It refuses what the published interfaces do not allow, and fails in all the ways a test asks it to.
/// </summary>
public sealed partial class GoogleCloudEmulator : IAsyncDisposable
{
    private readonly EmulatorOptions _options;
    private readonly SavedState? _saved;
    private readonly byte[] _secret;
    private readonly KnownAccounts _accounts;
    private readonly OperationTable _operations;
    private readonly LogTable _logs;
    private readonly HardwareQuotas _quotas;
    private readonly ComputeQuotas _computeQuotas = new();
    private readonly TokenMint _mint;
    private readonly GrantExchange _grants;
    private readonly CredentialFiles _files;
    private readonly StateFile? _stateFile;
    private readonly Pipeline _pipeline;
    private Listener? _listener;

    private GoogleCloudEmulator(EmulatorOptions options)
    {
        _options = options;
        _saved = options.StateFile is { } path ? StateFile.Read(path) : null;
        _secret = _saved?.Secret ?? RandomNumberGenerator.GetBytes(32);
        _accounts = _saved?.Accounts ?? new KnownAccounts();
        _mint = new TokenMint(_secret, options.Clock);
        _files = new CredentialFiles(options, _accounts, () => Url);
        _grants = new GrantExchange(options, _accounts, _mint);
        _stateFile = options.StateFile is { } file ? new StateFile(file, TakeState) : null;
        Project = Projects.Add(options.ProjectId, options.ProjectNumber);
        Jobs = new JobTable(options.Clock);
        Faults = new FaultPlan(options.Seed);
        _operations = new OperationTable(options.Clock);
        _logs = new LogTable(Jobs, options.Logs, options.Clock);
        _quotas = new HardwareQuotas(Jobs, options.Clock);
        Restore();
        var services = new Services(
            new CustomJobsApi(options, Jobs, new JobMaker(options, Jobs, _quotas), _operations),
            _operations,
            new LoggingApi(options.Logs, _logs, Projects),
            new RegionsApi(options, _computeQuotas),
            new QuotaInfosApi(_quotas),
            _grants,
            new TokenExchange(options, _accounts, _mint),
            new ImpersonationApi(options, _accounts, _mint),
            new MetadataServer(options, _mint));
        _pipeline = new Pipeline(options, services, new AccessCheck(options, Projects, _mint), new RateCheck(options), Faults, Requests, SaveAsync);
    }

    /// <summary><c>http://127.0.0.1:PORT</c>, for every service; Compute Engine below <c>/compute/v1</c>.</summary>
    public string Url { get; private set; } = "";

    public int Port { get; private set; }

    public EmulatedProject Project { get; }

    public ProjectTable Projects { get; } = new();

    public JobTable Jobs { get; }

    public RequestLog Requests { get; } = new();

    public FaultPlan Faults { get; }

    public static async Task<GoogleCloudEmulator> StartAsync(EmulatorOptions? options = null)
    {
        var emulator = new GoogleCloudEmulator(options ?? new EmulatorOptions());
        await emulator.ListenAsync(emulator._options.Port);
        return emulator;
    }

    /// <summary>Ends all connections; what comes next is refused by the system until <see cref="ResumeAsync"/>.</summary>
    public async Task StopAsync()
    {
        if (_listener is { } listener)
        {
            _listener = null;
            await listener.DisposeAsync();
        }
    }

    /// <summary>Listens again on the same port, with everything it had.</summary>
    public Task ResumeAsync() => ListenAsync(Port);

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Limits what the unfinished jobs of a region may hold together.</summary>
    /// <param name="metric">In full, or after <c>custom_model_training_</c>: <c>nvidia_t4_gpus</c>, <c>cpus</c>, <c>preemptible_cpus</c>, …</param>
    /// <param name="limit">Null takes the limit away.</param>
    public void SetQuota(string location, string metric, long? limit)
    {
        _quotas.Set(location, metric.Contains('/', StringComparison.Ordinal) ? metric : $"aiplatform.googleapis.com/custom_model_training_{metric}", limit);
        Save();
    }

    /// <summary>Sets a quota of Compute Engine.</summary>
    public void SetComputeQuota(string region, string metric, double limit, double usage = 0) => _computeQuotas.Set(region, new ComputeQuota(metric, limit, usage));

    /// <summary>Ends a job now.</summary>
    /// <param name="fate">Null for success.</param>
    public void Finish(EmulatedJob job, JobFate? fate = null)
    {
        job.Timeline.Finish(_options.Clock.GetUtcNow(), fate ?? JobFate.Succeed);
        Save();
    }

    /// <summary>Keeps a job in a state that is not final until it is finished or cancelled.</summary>
    public void Hold(EmulatedJob job, JobState state)
    {
        job.Timeline.Hold(state);
        Save();
    }

    /// <summary>Makes a job disappear, as if somebody else had deleted it.</summary>
    public void Vanish(EmulatedJob job)
    {
        job.Record.IsDeleted = true;
        Save();
    }

    /// <summary>Adds an entry to the log of a job.</summary>
    /// <param name="time">Null for now.</param>
    /// <param name="lag">From its time to the moment when it can be read; null for the usual.</param>
    /// <param name="insertId">Null for a new one.</param>
    public LogEntry Log(
        EmulatedJob job,
        string message,
        string taskName = "workerpool0-0",
        string severity = "INFO",
        DateTimeOffset? time = null,
        TimeSpan? lag = null,
        string? insertId = null,
        bool isText = false)
    {
        var entry = _logs.Write(job, message, taskName, severity, time, lag, insertId, isText);
        Save();
        return entry;
    }

    private async Task ListenAsync(int port)
    {
        _listener = await Listener.StartAsync(IPAddress.Loopback, port, _pipeline.HandleAsync);
        Port = _listener.Port;
        Url = $"http://127.0.0.1:{Port}";
        _grants.Address = Url;
    }

    private void Restore()
    {
        if (_saved is null)
        {
            return;
        }

        foreach (var job in _saved.Jobs)
        {
            Jobs.Add(job);
        }

        _operations.Restore(_saved.Operations);
        foreach (var entry in _saved.LogEntries)
        {
            _logs.Add(entry);
        }

        foreach (var quota in _saved.Quotas)
        {
            _quotas.Set(quota.Location, quota.Metric, quota.Limit);
        }
    }

    private SavedState TakeState() => new()
    {
        Secret = _secret,
        Accounts = _accounts,
        Jobs = [.. Jobs.Select(job => job.Record)],
        Operations = _operations.Items,
        LogEntries = [.. _logs.Written],
        Quotas = [.. _quotas.Items],
    };

    private void Save() => SaveAsync().GetAwaiter().GetResult();

    private Task SaveAsync() => _stateFile?.SaveAsync() ?? Task.CompletedTask;
}
