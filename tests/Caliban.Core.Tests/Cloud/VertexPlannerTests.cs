using Caliban.Core.Cloud;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Hardware;
using Caliban.Core.Images;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Cloud;

/// <summary>What a project says about Vertex AI, checked before anything is sent.</summary>
public sealed class VertexPlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();
    private readonly Dictionary<string, string?> _variables = [];

    public VertexPlannerTests() => _variables["HOME"] = _folder.Path;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_project_that_says_nothing_but_its_id_gets_the_defaults()
    {
        var target = await PlanAsync(("CalibanProjectId", "my-project"));

        Assert.Equal(("projects/my-project/locations/us-central1", "caliban_mnist"), (target.Place, target.Template.DisplayName));
        Assert.Equal((null, true, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), ""), (target.SubmissionsPerMinute, target.Wait, target.PollInterval, target.SettleTime, target.Export));
        Assert.Equal((AcceleratorKind.None, 1, ProvisioningStrategy.Standard), (Assert.Single(target.Hardware).Kind, target.Template.Replicas, target.Template.Strategy));
    }

    [Fact]
    public async Task All_properties_reach_the_target_and_survive_as_text()
    {
        var target = await PlanAsync(
            ("CalibanProjectId", "my-project"), ("CalibanName", "mine"), ("CalibanRegion", "europe-west4"), ("CalibanStrategy", "Spot"), ("CalibanReplicas", "3"),
            ("CalibanMachineType", "n1-standard-16"), ("CalibanServiceAccount", "t@p.iam.gserviceaccount.com"), ("CalibanNetwork", "projects/12/global/networks/n"),
            ("CalibanBootDiskType", "pd-standard"), ("CalibanBootDiskSizeGb", "200"), ("CalibanBaseOutputDirectory", "gs://bucket/c"), ("CalibanJobTimeout", "3h"),
            ("CalibanRestartOnWorkerRestart", "true"), ("CalibanEncryptionKey", "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k"),
            ("CalibanSubmissionsPerMinute", "none"), ("CalibanCloudWait", "false"), ("CalibanPollInterval", "5s"), ("CalibanSettleTime", "20s"), ("CalibanExport", "out/jobs.yaml"));

        var read = VertexTargetText.Read(VertexTargetText.Write(target));

        Assert.Equal(
            ("mine", "europe-west4", ProvisioningStrategy.Spot, 3, "n1-standard-16"),
            (read.Template.DisplayName, read.Region, read.Template.Strategy, read.Template.Replicas, read.Hardware.Single().MachineType));
        Assert.Equal(
            ("t@p.iam.gserviceaccount.com", "projects/12/global/networks/n", "pd-standard", 200, "gs://bucket/c"),
            (read.Template.ServiceAccount, read.Template.Network, read.Template.BootDiskType, read.Template.BootDiskSizeGb!.Value, read.Template.BaseOutputDirectory));
        Assert.Equal(
            (TimeSpan.FromHours(3), true, "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k"),
            (read.Template.Timeout, read.Template.RestartOnWorkerRestart, read.Template.EncryptionKey));
        Assert.Equal(
            (0, false, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), Path.Combine(_folder.Path, "out", "jobs.yaml")),
            (read.SubmissionsPerMinute, read.Wait, read.PollInterval, read.SettleTime, read.Export));
    }

    [Theory]
    [InlineData("CalibanProjectId", "My Project", "CAL5051")]
    [InlineData("CalibanStrategy", "cheap", "CAL1005")]
    [InlineData("CalibanReplicas", "0", "CAL1005")]
    [InlineData("CalibanReplicas", "10001", "CAL1005")]
    [InlineData("CalibanReplicas", "many", "CAL1005")]
    [InlineData("CalibanJobTimeout", "soon", "CAL1005")]
    [InlineData("CalibanForce", "maybe", "CAL1005")]
    [InlineData("CalibanServiceAccount", "trainer", "CAL1005")]
    [InlineData("CalibanNetwork", "default", "CAL1005")]
    [InlineData("CalibanBootDiskType", "floppy", "CAL1005")]
    [InlineData("CalibanBootDiskSizeGb", "99", "CAL1005")]
    [InlineData("CalibanBootDiskSizeGb", "large", "CAL1005")]
    [InlineData("CalibanBaseOutputDirectory", "/tmp", "CAL1005")]
    [InlineData("CalibanReservation", "mine", "CAL1005")]
    [InlineData("CalibanEncryptionKey", "secret", "CAL1005")]
    [InlineData("CalibanEncryptionKey", "projects/p/locations/asia-east1/keyRings/r/cryptoKeys/k", "CAL5036")]
    [InlineData("CalibanMaxWait", "2h", "CAL5035")]
    [InlineData("CalibanRestartOnWorkerRestart", "perhaps", "CAL1005")]
    [InlineData("CalibanSubmissionsPerMinute", "fast", "CAL1005")]
    [InlineData("CalibanCloudWait", "later", "CAL1005")]
    [InlineData("CalibanPollInterval", "often", "CAL1005")]
    [InlineData("CalibanSettleTime", "-1s", "CAL1005")]
    [InlineData("CalibanExport", "jobs.txt", "CAL5040")]
    [InlineData("CalibanRegion", "US Central", "CAL1005")]
    [InlineData("CalibanVertexEndpoint", "http://example.com", "CAL5053")]
    [InlineData("CalibanLoggingEndpoint", "ftp://example.com", "CAL5053")]
    [InlineData("CalibanIamCredentialsEndpoint", "example", "CAL5053")]
    [InlineData("CalibanCloudKey", "missing.json", "CAL3070")]
    public async Task A_mistake_in_a_property_is_said_at_its_line(string property, string value, string code)
    {
        var project = _folder.Write("mnist.csproj", $"<Project>\n  <PropertyGroup>\n    <Other />\n    <{property}>{value}</{property}>\n  </PropertyGroup>\n</Project>");

        var mistake = Assert.Single(await MistakesAsync((property, value)));

        Assert.Equal((code, new SourceLocation(project, 4, 6)), (mistake.Descriptor.Code, mistake.Location));
    }

    [Fact]
    public async Task All_mistakes_are_said_together()
    {
        var mistakes = await MistakesAsync(("CalibanStrategy", "cheap"), ("CalibanReplicas", "0"), ("CalibanVertexEndpoint", "x"), ("CalibanExport", "jobs.txt"), ("CalibanProjectId", "?"));

        Assert.Equal(["CAL1005", "CAL1005", "CAL5040", "CAL5051", "CAL5053"], mistakes.Select(mistake => mistake.Descriptor.Code).Order());
    }

    [Theory]
    [InlineData("{\"type\": \"authorized_user\"", "CAL3071")]
    [InlineData("[]", "CAL3071")]
    [InlineData("{\"installed\": {\"client_secret\": \"planted\"}}", "CAL3071")]
    [InlineData("{\"type\": \"gdch_service_account\", \"private_key\": \"planted\"}", "CAL3072")]
    public async Task A_key_that_cannot_be_used_is_said_before_anything_is_built(string content, string code)
    {
        _folder.Write("key.json", content);

        var mistake = Assert.Single(await MistakesAsync(("CalibanCloudKey", "key.json")));

        Assert.Equal(code, mistake.Descriptor.Code);
        Assert.Contains(Path.Combine(_folder.Path, "key.json"), mistake.Message);
        Assert.DoesNotContain("planted", mistake.Message);
    }

    [Fact]
    public async Task A_bad_key_is_said_once_although_the_project_was_to_be_read_from_it()
    {
        _folder.Write("key.json", "nothing");

        Assert.Equal("CAL3071", Assert.Single(await MistakesAsync(("CalibanCloudKey", "key.json"), ("CalibanProjectId", ""))).Descriptor.Code);
    }

    [Fact]
    public async Task The_project_can_be_that_of_the_configuration_file()
    {
        _folder.Write(".calibanconfig.json", """{"gcloud": {"project_id": "configured-project"}}""");

        Assert.Equal("configured-project", (await PlanAsync(("CalibanProjectId", ""))).ProjectId);
    }

    [Fact]
    public async Task Or_that_of_a_variable()
    {
        _variables["PROJECT_ID"] = "from-variable";

        Assert.Equal("from-variable", (await PlanAsync(("CalibanProjectId", ""))).ProjectId);
    }

    [Fact]
    public async Task Without_a_project_all_places_are_named()
    {
        _variables["GCE_METADATA_HOST"] = "127.0.0.1:1";
        var mistake = Assert.Single(await MistakesAsync(("CalibanProjectId", "")));

        Assert.Equal("CAL5050", mistake.Descriptor.Code);
        Assert.All(["CalibanProjectId", "PROJECT_ID", ".calibanconfig.json", "credentials"], place => Assert.Contains(place, mistake.Message));
    }

    [Fact]
    public async Task A_region_that_no_table_knows_is_used_with_a_warning()
    {
        var target = await PlanAsync(("CalibanProjectId", "p"), ("CalibanRegion", "mars-central9"));

        Assert.Equal("mars-central9", target.Region);
        Assert.Equal("CAL5011", Assert.Single(_observer.Reported).Descriptor.Code);
    }

    private Task<VertexTarget> PlanAsync(params (string Name, string Value)[] properties) => new VertexPlanner(_variables.GetValueOrDefault, _observer).PlanAsync(
        new DeclaredCloud
        {
            ProjectFile = Path.Combine(_folder.Path, "mnist.csproj"),
            Project = "mnist",
            Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")),
            Settings = new CloudSettings(properties.ToDictionary(property => property.Name, property => property.Value)),
        },
        CancellationToken.None);

    private async Task<IReadOnlyList<Diagnostic>> MistakesAsync(params (string Name, string Value)[] properties) => (await Assert.ThrowsAsync<DiagnosticException>(
        () => PlanAsync([.. properties, .. properties.Any(property => property.Name == "CalibanProjectId") ? [] : new[] { ("CalibanProjectId", "my-project") }]))).Diagnostics;
}
