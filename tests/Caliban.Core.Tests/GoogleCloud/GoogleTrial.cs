using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Transport;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Tests.Registries;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>A connection and the server it leads to, on a clock whose waits end at once.</summary>
internal sealed class GoogleTrial : IAsyncDisposable
{
    private readonly GoogleFiles _files = new();

    private GoogleTrial(GoogleServer server, TimeSpan answerTime, GoogleCloudSettings settings)
    {
        Server = server;
        _files.Variables["GCE_METADATA_HOST"] = server.Host;
        Connection = new GoogleConnection(
            settings with { VertexEndpoint = server.Address, LoggingEndpoint = server.Address },
            _files.Variables.GetValueOrDefault,
            new GoogleConnectionOptions { AnswerTime = answerTime, OnRetry = Said.Add, Random = () => 0.5, Time = Clock });
    }

    public GoogleServer Server { get; }

    public SkippedWaits Clock { get; } = new();

    public GoogleConnection Connection { get; }

    /// <summary>What was said of attempts.</summary>
    public List<string> Said { get; } = [];

    public VertexClient Vertex => new(Connection, "my-project", "us-central1");

    public static async Task<GoogleTrial> StartAsync(TimeSpan? answerTime = null, GoogleCloudSettings? settings = null) =>
#pragma warning disable CA2000 // ends with the trial
        new(await GoogleServer.StartAsync(), answerTime ?? TimeSpan.FromSeconds(30), settings ?? new GoogleCloudSettings());
#pragma warning restore CA2000

    /// <summary>A question that is answered with any JSON but null.</summary>
    public GoogleRequest Question(string path = "v1/question") => new(
        HttpMethod.Get, GoogleService.Vertex, Connection.Address(GoogleService.Vertex, "us-central1", path), "Asking")
    {
        Project = "my-project",
        Region = "us-central1",
        Permission = "aiplatform.customJobs.list",
    };

    /// <summary>The answer to a question as text; what does not begin with a brace is not understood.</summary>
    public Task<string> AskAsync() => Connection.AskAsync(Question(), Text, CancellationToken.None);

    /// <summary>The one diagnostic that something ends with.</summary>
    public static async Task<Diagnostic> FailsAsync(Func<Task> action) =>
        Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(action)).Diagnostics);

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
        _files.Dispose();
    }

    private static string? Text(ReadOnlyMemory<byte> body) =>
        System.Text.Encoding.UTF8.GetString(body.Span) is var text && text.StartsWith('{') ? text : null;
}
