using System.Text;
using System.Text.Json;
using Caliban.Core.Images.Composition;

namespace Caliban.Core.Tests.Images.Composition;

public sealed class ImageConfigurationTests
{
    private const string DiffId = "sha256:bb";

    [Fact]
    public void Everything_else_is_kept_in_its_order_and_its_spelling() => Assert.Equal(
        """
        {"zeta":1.50,"os":"linux","architecture":"amd64","config":{"Env":["A=größe"],"User":"1000","OnBuild":null,"Labels":{"keep":"1","over":"new","added":"&"},"Entrypoint":["python","-m","trainer"],"WorkingDir":"/usr/app"},"rootfs":{"type":"layers","diff_ids":["sha256:aa","sha256:bb"]},"history":[{"created_by":"base"},{"created_by":"caliban: code of x"}]}
        """,
        Append("""
            {"zeta":1.50,"os":"linux","architecture":"amd64","created":"2024-01-01T00:00:00Z",
            "config":{"Env":["A=größe"],"User":"1000","OnBuild":null,"Cmd":["bash"],"Labels":{"keep":"1","over":"old"}},
            "rootfs":{"type":"layers","diff_ids":["sha256:aa"]},"history":[{"created_by":"base"}]}
            """));

    [Fact]
    public void A_command_that_was_there_is_replaced()
    {
        var written = Append("""{"config":{"Entrypoint":["/entry.sh"],"Cmd":["x"],"WorkingDir":"/"},"rootfs":{"diff_ids":[]}}""");

        Assert.Contains("""{"Entrypoint":["python","-m","trainer"],"WorkingDir":"/usr/app",""", written);
        Assert.DoesNotContain("Cmd", written);
    }

    [Theory]
    [InlineData("""{"rootfs":{"diff_ids":[]}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[]},"config":null}""")]
    [InlineData("""{"rootfs":{"diff_ids":[]},"config":{"Labels":null}}""")]
    public void What_is_not_there_is_made(string configuration)
    {
        var written = Append(configuration);

        Assert.Contains("""
            "Labels":{"added":"&","over":"new"}
            """, written);
        // One entry alone would not match the layers.
        Assert.DoesNotContain("history", written);
    }

    [Fact]
    public void A_time_is_that_of_SOURCE_DATE_EPOCH()
    {
        var written = Append("""{"created":"2024-01-01T00:00:00Z","rootfs":{"diff_ids":[]},"history":[]}""", DateTimeOffset.FromUnixTimeSeconds(86400));

        Assert.EndsWith(""","created":"1970-01-02T00:00:00Z"}""", written);
        Assert.Contains("""{"created_by":"caliban: code of x","created":"1970-01-02T00:00:00Z"}""", written);
        Assert.DoesNotContain("2024", written);
    }

    [Theory]
    [InlineData("""{"os":"linux","architecture":"arm64","variant":"v8","rootfs":{"diff_ids":[]}}""", "linux/arm64/v8")]
    [InlineData("""{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[]}}""", "linux/amd64")]
    [InlineData("""{"rootfs":{"diff_ids":[]}}""", "/")]
    public void The_platform_is_as_declared(string configuration, string platform) =>
        Assert.Equal(platform, Parse(configuration).Platform);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"rootfs":[]}""")]
    [InlineData("""{"rootfs":{"diff_ids":{}}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[1]}}""")]
    [InlineData("""{"rootfs":{"diff_ids":[null]}}""")]
    public void What_is_none_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => Parse(text));

    [Fact]
    public void A_label_may_be_absent_in_every_way()
    {
        Assert.Null(Parse("""{"rootfs":{"diff_ids":[]}}""").Label("a"));
        Assert.Null(Parse("""{"rootfs":{"diff_ids":[]},"config":{"Labels":{}}}""").Label("a"));
        Assert.Equal("b", Parse("""{"rootfs":{"diff_ids":[]},"config":{"Labels":{"a":"b"}}}""").Label("a"));
    }

    private static ImageConfiguration Parse(string text) => ImageConfiguration.Parse(Encoding.UTF8.GetBytes(text));

    private static string Append(string configuration, DateTimeOffset? created = null) => Encoding.UTF8.GetString(Parse(configuration).Append(new ImageAddition(
        DiffId,
        ["python", "-m", "trainer"],
        new Dictionary<string, string> { ["over"] = "new", ["added"] = "&" },
        "caliban: code of x",
        created)));
}
