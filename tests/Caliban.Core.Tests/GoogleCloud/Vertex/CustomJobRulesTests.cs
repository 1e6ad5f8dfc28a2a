using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

public sealed class CustomJobRulesTests
{
    private static readonly CustomJobSpecification Valid = Jobs.On("2xV100");

    [Fact]
    public void A_plain_job_and_one_with_everything_are_allowed()
    {
        Assert.Empty(Check(Valid));
        Assert.Empty(Check(Valid with
        {
            ServiceAccount = "trainer@trial-project.iam.gserviceaccount.com",
            Network = "projects/123456789/global/networks/default",
            BootDiskType = "hyperdisk-balanced",
            BootDiskSizeGb = 64000,
            BaseOutputDirectory = "gs://trial-bucket/a b/c",
            Reservation = "projects/p/zones/us-central1-a/reservations/r1; projects/p/zones/us-central1-b/reservations/r2",
            EncryptionKey = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k",
            Environment = [.. Enumerable.Range(0, 100).Select(index => new KeyValuePair<string, string>($"V{index}", ""))],
            DisplayName = string.Concat(Enumerable.Repeat("😀", 128)),
        }));
    }

    [Theory]
    [InlineData("trainer")]
    [InlineData("a b@c.d")]
    [InlineData("projects/p/serviceAccounts/a@b.c")]
    public void A_service_account_is_an_address(string text) => Refused("CalibanServiceAccount", Valid with { ServiceAccount = text });

    [Theory]
    [InlineData("default")]
    [InlineData("projects/trial-project/global/networks/default")]
    [InlineData("projects/123/regions/us-central1/networks/default")]
    [InlineData("projects/123/global/networks/Default")]
    public void A_network_is_named_with_the_number_of_its_project(string text) => Refused("CalibanNetwork", Valid with { Network = text });

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("/gcs/bucket")]
    [InlineData("gs://")]
    [InlineData("gs://Bucket")]
    public void Output_goes_to_Cloud_Storage(string text) => Refused("CalibanBaseOutputDirectory", Valid with { BaseOutputDirectory = text });

    [Theory]
    [InlineData("my-reservation")]
    [InlineData("projects/p/zones/z/reservations/r;other")]
    [InlineData("projects/p/reservations/r")]
    [InlineData(";")]
    public void A_reservation_has_its_full_name(string text) => Refused("CalibanReservation", Valid with { Reservation = text });

    [Theory]
    [InlineData(99)]
    [InlineData(64001)]
    [InlineData(0)]
    public void A_boot_disk_has_100_to_64000_gigabytes(int size) => Refused("CalibanBootDiskSizeGb", Valid with { BootDiskSizeGb = size });

    [Fact]
    public void A_boot_disk_is_of_a_known_type() => Assert.Equal(
        "CalibanBootDiskType is 'ssd', which is not allowed. Use 'pd-standard', 'pd-ssd', 'hyperdisk-balanced'.",
        Assert.Single(Check(Valid with { BootDiskType = "ssd" })).Message);

    [Theory]
    [InlineData("8xH200", "pd-ssd", false)]
    [InlineData("8xB200", "pd-standard", false)]
    [InlineData("8xB200", "hyperdisk-balanced", true)]
    [InlineData("8xH100", "pd-ssd", true)]
    public void The_newest_machines_boot_from_hyperdisks(string gpu, string type, bool isAllowed) => Assert.Equal(
        isAllowed ? [] : ["CAL5034"], Check(Jobs.On(gpu) with { BootDiskType = type }).Select(mistake => mistake.Descriptor.Code));

    [Fact]
    public void A_key_is_in_the_region_of_the_job()
    {
        Assert.Equal(
            "CalibanEncryptionKey is in 'europe-west4', and the jobs run in 'us-central1'. A key must be in the region of the jobs; use another key or CalibanRegion.",
            Assert.Single(Check(Valid with { EncryptionKey = "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k" })).Message);
        Refused("CalibanEncryptionKey", Valid with { EncryptionKey = "my-key" });
    }

    [Fact]
    public void More_than_100_variables_are_refused() => Assert.Equal(
        "Each job is to have 101 environment variables, and Vertex AI takes 100 at most. Declare fewer JobEnvironment items, or pass a file.",
        Assert.Single(Check(Valid with { Environment = [.. Enumerable.Range(0, 101).Select(index => new KeyValuePair<string, string>($"V{index}", "x"))] })).Message);

    [Theory]
    [InlineData(ProvisioningStrategy.Standard, false)]
    [InlineData(ProvisioningStrategy.Spot, false)]
    [InlineData(ProvisioningStrategy.FlexStart, true)]
    public void Only_flex_start_waits_for_machines(ProvisioningStrategy strategy, bool isAllowed) => Assert.Equal(
        isAllowed ? [] : ["CAL5035"],
        Check(Valid with { Strategy = strategy, MaxWait = TimeSpan.FromHours(1) }).Select(mistake => mistake.Descriptor.Code));

    [Theory]
    [InlineData("", null)]
    [InlineData("0", 0)]
    [InlineData(" Forever ", 0)]
    [InlineData("2h", 7200)]
    public void The_longest_wait_is_a_time_or_for_ever(string text, int? seconds)
    {
        var properties = new ProjectProperties("train.proj");

        Assert.Equal(seconds, (int?)MaxWait.Read(properties, text)?.TotalSeconds);
        Assert.Empty(properties.Mistakes);
        MaxWait.Read(properties, "soon");
        Assert.Equal("CAL1005", Assert.Single(properties.Mistakes).Descriptor.Code);
    }

    [Fact]
    public void A_display_name_has_1_to_128_characters()
    {
        Refused("CalibanName", Valid with { DisplayName = new string('x', 129) });
        Refused("CalibanName", Valid with { DisplayName = "" });
    }

    [Fact]
    public void A_mistake_is_at_the_property()
    {
        using var folder = new TemporaryFolder();
        var project = folder.Write("train.proj", """
            <Project>
              <PropertyGroup>
                <CalibanNetwork>default</CalibanNetwork>
                <CalibanBootDiskSizeGb>50</CalibanBootDiskSizeGb>
                <CalibanMaxWait>2h</CalibanMaxWait>
              </PropertyGroup>
            </Project>
            """);
        var properties = new ProjectProperties(project);
        CustomJobRules.Check(
            Valid with { Network = "default", BootDiskSizeGb = 50, MaxWait = TimeSpan.FromHours(2) },
            properties,
            new Dictionary<string, string> { ["CalibanMaxWait"] = "2h" });

        Assert.Equal(
            [new SourceLocation(project, 3, 6), new SourceLocation(project, 4, 6), new SourceLocation(project, 5, 6)],
            properties.Mistakes.Select(mistake => mistake.Location));
    }

    private static void Refused(string property, CustomJobSpecification job)
    {
        var mistake = Assert.Single(Check(job));

        Assert.Equal("CAL1005", mistake.Descriptor.Code);
        Assert.StartsWith($"{property} is ", mistake.Message);
    }

    private static ICollection<Diagnostic> Check(CustomJobSpecification job)
    {
        var properties = new ProjectProperties("train.proj");
        CustomJobRules.Check(job, properties);
        return properties.Mistakes;
    }
}
