using System.Globalization;
using Caliban.Emulator;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A project whose jobs go to an emulated Google Cloud, with an image that exists already.</summary>
internal sealed class CloudTrial : IAsyncDisposable
{
    /// <summary>Names an image, so that none is built or pushed.</summary>
    public const string Image = "-p:CalibanImageTag=europe-docker.pkg.dev/caliban-emulator/team/image@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly TemporaryFolder _secrets = new("caliban-cloud");

    private CloudTrial(GoogleCloudEmulator cloud, Consumer consumer)
    {
        (Cloud, Consumer) = (cloud, consumer);
        Key = cloud.WriteServiceAccountKey(_secrets.Path);
    }

    public GoogleCloudEmulator Cloud { get; }

    public Consumer Consumer { get; }

    /// <summary>The file with the key of a service account.</summary>
    public string Key { get; }

    /// <summary>A sweep of so many experiments, <c>--index 1</c> and so on.</summary>
    public static async Task<CloudTrial> CreateAsync(int experiments, EmulatorOptions? options = null, string items = "", string properties = "")
    {
        var numbers = string.Join(", ", Enumerable.Range(1, experiments));
#pragma warning disable CA2000 // the trial disposes of them
        return new CloudTrial(
            await GoogleCloudEmulator.StartAsync(options),
            await Consumer.CreateAsync("print('never run here')", $$"""{"index": [{{numbers}}]}""", items, properties: properties));
#pragma warning restore CA2000
    }

    /// <summary>The properties that lead to the emulator, with short waits.</summary>
    public string[] Arguments =>
    [
        $"-p:CalibanVertexEndpoint={Cloud.Url}", $"-p:CalibanLoggingEndpoint={Cloud.Url}", $"-p:CalibanCloudKey={Key}",
        "-p:CalibanPollInterval=1s", "-p:CalibanSettleTime=1s", "-p:CalibanSubmissionsPerMinute=none",
    ];

    /// <summary><c>CalibanCloud</c> with an image that exists.</summary>
    public Command Submit(params string[] arguments) => Verb("CalibanCloud", [Image, .. arguments]);

    /// <summary>Any target, led to the emulator.</summary>
    public Command Verb(string target, params string[] arguments)
    {
        var command = Consumer.Build(target, [.. Arguments, .. arguments]);
        foreach (var name in (string[])["PROJECT_ID", "REGION", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_QUOTA_PROJECT"])
        {
            command.Environment[name] = null;
        }

        return command;
    }

    /// <summary>How many jobs the emulator has of each experiment.</summary>
    public IReadOnlyDictionary<string, int> JobsOfExperiments() => Cloud.Jobs
        .Where(job => !job.IsDeleted)
        .CountBy(job => job.Labels["index"])
        .ToDictionary();

    /// <summary>Every experiment has exactly one job.</summary>
    public void ShouldHaveEachOnce(int experiments)
    {
        var jobs = JobsOfExperiments();
        for (var index = 1; index <= experiments; index++)
        {
            var count = jobs.GetValueOrDefault(index.ToString(CultureInfo.InvariantCulture));
            Assert.True(count == 1, $"Experiment {index} has {count} jobs");
        }

        Assert.Equal(experiments, jobs.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await Consumer.DisposeAsync();
        await Cloud.DisposeAsync();
        _secrets.Dispose();
    }
}
