using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Credentials;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>Which file holds the credentials.</summary>
public sealed class GoogleCredentialFileTests : IDisposable
{
    private readonly GoogleFiles _files = new();

    [Fact]
    public void The_declared_key_comes_first_then_the_variable_then_what_gcloud_left()
    {
        var declared = _files.Write("declared.json", """{"type":"service_account"}""");
        var named = _files.Write("named.json", """{"type":"authorized_user"}""");
        var left = _files.Write("gcloud/application_default_credentials.json", """{"type":"authorized_user"}""");

        Assert.Equal(new GoogleCredentialFile(left, "authorized_user", "gcloud"), Find());
        _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = named;
        Assert.Equal(new GoogleCredentialFile(named, "authorized_user", "GOOGLE_APPLICATION_CREDENTIALS"), Find());
        Assert.Equal(new GoogleCredentialFile(declared, "service_account", "CalibanCloudKey"), Find($" {declared} "));
    }

    [UnixFact]
    public void Gcloud_keeps_its_files_in_the_home_folder()
    {
        _files.Variables.Remove("CLOUDSDK_CONFIG");
        var left = _files.Write(".config/gcloud/application_default_credentials.json", """{"type":"authorized_user"}""");

        Assert.Equal(left, Find()!.Path);
    }

    [Fact]
    public void Without_a_file_there_are_none() => Assert.Null(Find());

    [Theory]
    [InlineData("CAL3072", """{"type":"gdch_service_account"}""", "'gdch_service_account'")]
    [InlineData("CAL3071", """{"type":"impersonated_service_account","planted":"x"}""", "not JSON with a 'type' and what belongs to it")]
    [InlineData("CAL3071", """{"type":"external_account","token_url":"planted"}""", "should be an address")]
    [InlineData("CAL3072", """{"type":"a planted secret"}""", "'…'")]
    [InlineData("CAL3071", """{"installed":{"client_secret":"planted"}}""", "not JSON with a 'type'")]
    [InlineData("CAL3071", """["planted"]""", "not JSON with a 'type'")]
    [InlineData("CAL3071", "planted", "not JSON with a 'type'")]
    [InlineData("CAL3071", "", "not JSON with a 'type'")]
    public void A_file_of_another_kind_is_refused_without_what_it_holds(string code, string content, string words)
    {
        var path = _files.Write("key.json", content);

        var diagnostic = Fails(path);

        Assert.Equal(code, diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.Contains($"'{path}', named by CalibanCloudKey", diagnostic.Message);
        Assert.DoesNotContain("planted", diagnostic.Message);
    }

    [Fact]
    public void A_file_that_is_named_and_not_there_is_an_error()
    {
        _files.Write("gcloud/application_default_credentials.json", """{"type":"authorized_user"}""");

        Assert.Equal("CAL3070", Fails(Path.Combine(_files.Path, "no.json")).Descriptor.Code);
        _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = "/no/such";
        Assert.Contains("named by GOOGLE_APPLICATION_CREDENTIALS", Fails("").Message);
    }

    public void Dispose() => _files.Dispose();

    private GoogleCredentialFile? Find(string cloudKey = "") => GoogleCredentialFile.Find(cloudKey, _files.Variables.GetValueOrDefault);

    private Diagnostic Fails(string cloudKey) => Assert.Single(Assert.Throws<DiagnosticException>(() => Find(cloudKey)).Diagnostics);
}
