using System.Text;
using System.Text.Json;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Hardware;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

public sealed class CustomJobBodyTests
{
    [Theory]
    [InlineData("cpu", "", "")]
    [InlineData("n1-t4", "1xT4", "")]
    [InlineData("n1-v100", "2xV100", "")]
    [InlineData("n1-p4", "4xP4", "")]
    [InlineData("a2-highgpu", "2xA100", "")]
    [InlineData("a2-ultragpu", "1xA100_80GB", "")]
    [InlineData("a2-megagpu", "16xA100", "")]
    [InlineData("a3-highgpu", "8xH100", "")]
    [InlineData("a3-megagpu", "8xH100_MEGA", "")]
    [InlineData("a3-ultragpu", "8xH200", "")]
    [InlineData("a4-highgpu", "8xB200", "")]
    [InlineData("g2-standard", "1xL4", "")]
    [InlineData("g4-standard", "1xRTX_PRO_6000", "")]
    [InlineData("tpu-v2", "", "8xV2")]
    [InlineData("tpu-v3", "", "8xV3")]
    [InlineData("tpu-v5e", "", "8xV5E")]
    [InlineData("tpu-v5e-pod", "", "16xV5E")]
    [InlineData("tpu-v6e", "", "8xV6E")]
    [InlineData("tpu-7x", "", "4xTPU7X")]
    public void Each_family_of_machines_has_its_body(string name, string gpu, string tpu) => Check(name, Jobs.On(gpu, tpu));

    [Fact]
    public void A_reservation_is_asked_for_by_its_name() => Check(
        "a4x-highgpu-reserved", Jobs.On("4xGB200", reservation: "projects/trial-project/zones/us-central1-a/reservations/gb"));

    [Fact]
    public void Any_reservation_can_be_asked_for() => Check("any-reservation", Jobs.On("8xH200", reservation: "Any"));

    [Fact]
    public void Spot_machines_are_asked_for() => Check("spot", Jobs.On("1xT4", strategy: ProvisioningStrategy.Spot));

    [Fact]
    public void Flex_start_waits_as_long_as_it_is_told() => Check(
        "flex-start",
        Jobs.On("1xA100", strategy: ProvisioningStrategy.FlexStart) with { MaxWait = TimeSpan.FromHours(2), Timeout = TimeSpan.FromDays(7) });

    [Fact]
    public void Other_replicas_are_a_second_pool() => Check("replicas", Jobs.On("2xV100", replicas: 4));

    [Fact]
    public void Whatever_can_be_set_is_written() => Check("everything", Jobs.On("2xV100", replicas: 2) with
    {
        Command = ["python", "-m", "trainer.train"],
        Environment = [new("PYTHONUNBUFFERED", "1"), new("EMPTY", ""), new("A_LAST", "ä \"quoted\" <tag> + 'b'\n")],
        ServiceAccount = "trainer@trial-project.iam.gserviceaccount.com",
        Network = "projects/123456789/global/networks/default",
        BootDiskType = "pd-ssd",
        BootDiskSizeGb = 200,
        Timeout = TimeSpan.FromMilliseconds(1500),
        BaseOutputDirectory = "gs://trial-bucket/out",
        RestartOnWorkerRestart = true,
        EncryptionKey = "projects/trial-project/locations/us-central1/keyRings/ring/cryptoKeys/key",
    });

    [Fact]
    public void Waiting_for_ever_is_zero_seconds()
    {
        using var body = Parse(Jobs.On("1xL4", strategy: ProvisioningStrategy.FlexStart) with { MaxWait = TimeSpan.Zero });

        Assert.Equal("0s", body.RootElement.GetProperty("jobSpec").GetProperty("scheduling").GetProperty("maxWaitDuration").GetString());
    }

    [Fact]
    public void Labels_are_written_in_the_order_of_their_keys()
    {
        using var body = Parse(Jobs.On() with { Labels = new Dictionary<string, string> { ["b"] = "1", ["a_2"] = "2", ["a"] = "3" } });

        Assert.Equal(["a", "a_2", "b"], body.RootElement.GetProperty("labels").EnumerateObject().Select(label => label.Name));
    }

    [Theory]
    [InlineData("$(HOME)", "$$(HOME)")]
    [InlineData("a$(A)b$(B)", "a$$(A)b$$(B)")]
    [InlineData("$$(HOME)", "$$$$(HOME)")]
    [InlineData("$$$(HOME)", "$$$$$$(HOME)")]
    [InlineData("pid $$", "pid $$$$")]
    [InlineData("$HOME ${HOME} 5$", "$HOME ${HOME} 5$")]
    [InlineData("$(unclosed", "$$(unclosed")]
    public void What_would_be_taken_for_a_variable_is_escaped(string text, string written)
    {
        using var body = Parse(Jobs.On() with { Command = [text], Arguments = [text], Environment = [new("NAME", text)] });
        var container = body.RootElement.GetProperty("jobSpec").GetProperty("workerPoolSpecs")[0].GetProperty("containerSpec");

        Assert.Equal(written, container.GetProperty("command")[0].GetString());
        Assert.Equal(written, container.GetProperty("args")[0].GetString());
        Assert.Equal(written, container.GetProperty("env")[0].GetProperty("value").GetString());
        Assert.Equal(text, ExpandAsKubernetesDoes(written));
    }

    [Fact]
    public void On_one_line_it_says_the_same()
    {
        var job = Jobs.On("2xV100");
        var line = Encoding.UTF8.GetString(CustomJobBody.Write(job));

        Assert.DoesNotContain('\n', line);
        using var first = JsonDocument.Parse(line);
        using var second = JsonDocument.Parse(CustomJobBody.Write(job, indented: true));
        Assert.True(JsonElement.DeepEquals(first.RootElement, second.RootElement));
    }

    private static void Check(string name, CustomJobSpecification job) =>
        Golden.Check("GoogleCloud", $"custom-job.{name}.json", Encoding.UTF8.GetString(CustomJobBody.Write(job, indented: true)) + "\n");

    private static JsonDocument Parse(CustomJobSpecification job) => JsonDocument.Parse(CustomJobBody.Write(job));

    /// <summary>No variable is known. Written after the documentation and third_party/forked/golang/expansion of Kubernetes.</summary>
    private static string ExpandAsKubernetesDoes(string text)
    {
        var result = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            result.Append(text[index]);
            if (text[index] == '$' && index + 1 < text.Length && text[index + 1] == '$')
            {
                index++;
            }
        }

        return result.ToString();
    }
}
