using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Emulator;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>A connection to the emulator, logged in as the machine it runs on unless a file says otherwise.</summary>
internal sealed class EmulatedCloud : IAsyncDisposable
{
    private readonly GoogleFiles _files = new();

    private EmulatedCloud(GoogleCloudEmulator emulator, TimeProvider clock, TimeSpan answerTime, Func<GoogleCloudEmulator, GoogleFiles, string>? file, GoogleCloudSettings settings)
    {
        Emulator = emulator;
        _files.Variables["GCE_METADATA_HOST"] = new Uri(emulator.Url).Authority;
        _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = file?.Invoke(emulator, _files);
        Connection = new GoogleConnection(
            settings with { VertexEndpoint = emulator.Url, LoggingEndpoint = emulator.Url, IamCredentialsEndpoint = emulator.Url },
            _files.Variables.GetValueOrDefault,
            new GoogleConnectionOptions { AnswerTime = answerTime, Random = () => 0.5, Time = clock });
        Vertex = new VertexClient(Connection, emulator.Project.Id, "us-central1");
    }

    public GoogleCloudEmulator Emulator { get; }

    public GoogleConnection Connection { get; }

    public VertexClient Vertex { get; }

    /// <param name="clock">Of both sides.</param>
    /// <param name="file">Writes a credentials file and gives its path.</param>
    public static async Task<EmulatedCloud> StartAsync(
        EmulatorOptions? options = null,
        TimeProvider? clock = null,
        TimeSpan? answerTime = null,
        Func<GoogleCloudEmulator, GoogleFiles, string>? file = null,
        GoogleCloudSettings? settings = null) => new(
            await GoogleCloudEmulator.StartAsync((options ?? new EmulatorOptions()) with { Clock = clock ?? TimeProvider.System }),
            clock ?? TimeProvider.System,
            answerTime ?? TimeSpan.FromSeconds(30),
            file,
            settings ?? new GoogleCloudSettings());

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Emulator.DisposeAsync();
        _files.Dispose();
    }
}
