using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Credentials;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>Where a credentials file may lead.</summary>
public sealed class CredentialAddressTests : IDisposable
{
    private const string Google = "https://sts.googleapis.com/v1/token";
    private readonly GoogleFiles _files = new();

    [Theory]
    [InlineData("https://sts.googleapis.com/v1/token")]
    [InlineData("https://sts.us-east1.rep.googleapis.com/v1/token")]
    [InlineData("https://sts-my.p.googleapis.com/v1/token")]
    [InlineData("http://127.0.0.1:8080/token")]
    [InlineData("http://localhost/token")]
    public void Tokens_are_exchanged_at_Google_or_on_this_machine(string exchange) => Assert.Equal("external_account", Find(External(exchange))!.Type);

    [Theory]
    [InlineData("https://evil.x/token")]
    [InlineData("https://googleapis.com.evil.x/token")]
    [InlineData("https://evilgoogleapis.com/token")]
    [InlineData("https://sts.googleapis.com:444/token")]
    [InlineData("https://user@sts.googleapis.com/token")]
    [InlineData("http://sts.googleapis.com/token")]
    [InlineData("http://192.168.1.1/token")]
    public void A_login_is_sent_nowhere_else(string exchange)
    {
        var diagnostic = Fails(External(exchange));

        Assert.Equal("CAL3074", diagnostic.Descriptor.Code);
        Assert.Contains($"'token_url' leads to '{new Uri(exchange).Host}'", diagnostic.Message);
    }

    [Theory]
    [InlineData("https://evil.x/token", true)]
    [InlineData("http://evil.x/token", false)]
    [InlineData("https://user@evil.x/token", false)]
    public void A_file_that_is_named_for_this_may_lead_elsewhere_over_TLS(string exchange, bool isAllowed)
    {
        var path = _files.Write("key.json", External(exchange));

        Assert.Equal(isAllowed ? "external_account" : "CAL3074", Try(() => GoogleCredentialFile.Find(path, _files.Variables.GetValueOrDefault)!.Type));
    }

    [Theory]
    [InlineData("https://pipelines.actions.githubusercontent.com/x?audience=y", true)]
    [InlineData("http://169.254.169.254/metadata/identity/oauth2/token", true)]
    [InlineData("http://example.com/token", false)]
    [InlineData("ftp://example.com/token", false)]
    public void A_login_may_be_fetched_over_TLS_or_inside_of_the_machines_network(string place, bool isAllowed) =>
        Assert.Equal(isAllowed ? "external_account" : "CAL3074", Try(() => Find(External(Google, source: $$"""{"url":"{{place}}"}"""))!.Type));

    [Fact]
    public void The_addresses_of_AWS_have_a_region_to_fill_in() => Assert.NotNull(Find(External(Google, source: """
        {"environment_id":"aws1","region_url":"http://169.254.169.254/latest/meta-data/placement/availability-zone","regional_cred_verification_url":"https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"}
        """)));

    [Theory]
    [InlineData("token_info_url")]
    [InlineData("revoke_url")]
    [InlineData("service_account_impersonation_url")]
    public void Every_address_that_is_sent_a_login_is_checked(string field)
    {
        var content = External(Google).Replace("{\"type\"", $"{{\"{field}\":\"https://evil.x/\",\"type\"");

        Assert.Contains($"'{field}' leads to 'evil.x'", Fails(content).Message);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("true", false)]
    [InlineData("1", true)]
    public void A_program_is_started_only_when_that_is_allowed(string? allowed, bool isAllowed)
    {
        _files.Variables["GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"] = allowed;

        Assert.Equal(isAllowed ? "external_account" : "CAL3075", Try(() => Find(External(Google, source: """{"executable":{"command":"/bin/true"}}"""))!.Type));
    }

    [Theory]
    [InlineData("https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken", "authorized_user", "impersonated_service_account")]
    [InlineData("https://evil.x/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken", "authorized_user", "CAL3074")]
    [InlineData("https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken", "impersonated_service_account", "CAL3072")]
    [InlineData("https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken", "unknown", "CAL3072")]
    public void An_impersonated_login_is_checked_with_the_one_inside(string address, string inside, string expected) => Assert.Equal(expected, Try(() => Find(
        $$$"""{"type":"impersonated_service_account","service_account_impersonation_url":"{{{address}}}","source_credentials":{"type":"{{{inside}}}"}}""")!.Type));

    public void Dispose() => _files.Dispose();

    private static string External(string exchange, string source = """{"file":"/token"}""") =>
        $$"""{"type":"external_account","audience":"//iam.googleapis.com/x","subject_token_type":"urn:ietf:params:oauth:token-type:jwt","token_url":"{{exchange}}","credential_source":{{source}}}""";

    private GoogleCredentialFile? Find(string content)
    {
        _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = _files.Write("key.json", content);
        return GoogleCredentialFile.Find("", _files.Variables.GetValueOrDefault);
    }

    private Diagnostic Fails(string content) => Assert.Single(Assert.Throws<DiagnosticException>(() => Find(content)).Diagnostics);

    private static string Try(Func<string> action)
    {
        try
        {
            return action();
        }
        catch (DiagnosticException exception)
        {
            return exception.Diagnostics[0].Descriptor.Code;
        }
    }
}
