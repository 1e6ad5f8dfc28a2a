using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.GoogleCloud.Transport;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>What a build says about Google Cloud.</summary>
public sealed class GoogleSettingsTests : IDisposable
{
    private readonly GoogleFiles _files = new();

    [Fact]
    public void A_property_comes_before_its_variable_and_that_of_Googles_tools()
    {
        _files.Variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM"] = "https://a.x";
        _files.Variables["REGION"] = " asia-east1 ";
        _files.Variables["PROJECT_ID"] = "from-variable";

        var settings = new GoogleCloudSettings { ProjectId = "from-property" }.WithVariables(_files.Variables.GetValueOrDefault);

        Assert.Equal(("from-property", "asia-east1", "https://a.x"), (settings.ProjectId, settings.Region, settings.VertexEndpoint));
        _files.Variables["CalibanVertexEndpoint"] = "https://b.x";
        Assert.Equal("https://b.x", new GoogleCloudSettings().WithVariables(_files.Variables.GetValueOrDefault).VertexEndpoint);
    }

    [Theory]
    [InlineData("", "us-central1", "https://us-central1-aiplatform.googleapis.com/")]
    [InlineData("https://vertex.example.com/prefix", "us-central1", "https://vertex.example.com/prefix/")]
    [InlineData("https://{region}-aiplatform.p.googleapis.com/", "europe-west4", "https://europe-west4-aiplatform.p.googleapis.com/")]
    [InlineData("http://127.0.0.1:8080", "us-central1", "http://127.0.0.1:8080/")]
    public void Vertex_AI_answers_in_its_region_unless_an_address_is_set(string endpoint, string region, string address) =>
        Assert.Equal(address, GoogleEndpoints.Address(new GoogleCloudSettings { VertexEndpoint = endpoint }, GoogleService.Vertex, region).AbsoluteUri);

    [Theory]
    [InlineData("vertex.example.com")]
    [InlineData("ftp://vertex.example.com")]
    [InlineData("http://vertex.example.com")]
    [InlineData("http://10.0.0.1:8080")]
    [InlineData("https://planted@vertex.example.com")]
    [InlineData("https://vertex.example.com?x=y")]
    public void An_address_that_a_token_must_not_be_sent_to_is_refused(string endpoint)
    {
        var diagnostic = Assert.Single(Assert.Throws<DiagnosticException>(
            () => GoogleEndpoints.Address(new GoogleCloudSettings { VertexEndpoint = endpoint }, GoogleService.Vertex, "us-central1")).Diagnostics);

        Assert.Equal("CAL5053", diagnostic.Descriptor.Code);
        Assert.Contains("CalibanVertexEndpoint", diagnostic.Message);
        Assert.DoesNotContain("planted", diagnostic.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("us central1")]
    [InlineData("evil.x/us-central1")]
    [InlineData("US-CENTRAL1")]
    [InlineData("uscentral1@evil.x")]
    public void What_would_be_more_than_a_part_of_a_servers_name_is_no_region(string region) => Assert.Equal(
        "CAL5052",
        Assert.Throws<DiagnosticException>(() => GoogleEndpoints.Address(new GoogleCloudSettings(), GoogleService.Vertex, region)).Diagnostics[0].Descriptor.Code);

    [Theory]
    [InlineData("declared", "configured", "in-file", "declared", "CalibanProjectId")]
    [InlineData("", "configured", "in-file", "configured", "gcloud.project_id of .calibanconfig.json")]
    [InlineData("", "", "in-file", "in-file", "named by GOOGLE_APPLICATION_CREDENTIALS")]
    public async Task The_project_is_the_declared_one_then_the_configured_one_then_that_of_the_credentials(
        string declared, string configured, string inFile, string id, string origin)
    {
        UseFile($$"""{"type":"service_account","project_id":"{{inFile}}"}""");

        var project = await ResolveAsync(declared, configured);

        Assert.Equal(id, project.Id);
        Assert.Contains(origin, project.Origin);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_project_all_places_are_named(bool hasLogin)
    {
        _files.Variables["NO_GCE_CHECK"] = "true";
        if (hasLogin)
        {
            UseFile("""{"type":"authorized_user"}""");
        }

        var diagnostic = await GoogleTrial.FailsAsync(() => ResolveAsync("", " "));

        Assert.Equal("CAL5050", diagnostic.Descriptor.Code);
        Assert.All(
            (string[])["CalibanProjectId", "PROJECT_ID", ".calibanconfig.json", hasLogin ? "named by GOOGLE_APPLICATION_CREDENTIALS" : "there are none"],
            place => Assert.Contains(place, diagnostic.Message));
    }

    [Theory]
    [InlineData("my-project", true)]
    [InlineData("123456789", true)]
    [InlineData("example.com:my-project", true)]
    [InlineData("My Project", false)]
    [InlineData("my_project", false)]
    [InlineData("a/b", false)]
    public async Task The_name_of_a_project_is_not_its_id(string text, bool isId)
    {
        if (isId)
        {
            Assert.Equal(text, (await ResolveAsync(text, "")).Id);
        }
        else
        {
            Assert.Equal("CAL5051", (await GoogleTrial.FailsAsync(() => ResolveAsync(text, ""))).Descriptor.Code);
        }
    }

    public void Dispose() => _files.Dispose();

    private void UseFile(string content) => _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = _files.Write("key.json", content);

    private Task<GoogleProject> ResolveAsync(string declared, string configured)
    {
        var settings = new GoogleCloudSettings { ProjectId = declared };
        return GoogleProject.ResolveAsync(settings, configured, token => GoogleCredentials.FindAsync(settings, _files.Variables.GetValueOrDefault, token), CancellationToken.None);
    }
}
