using System.Security.Cryptography;
using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.Tests.Registries;
using Microsoft.AspNetCore.Http;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>Who asks: files, machines, impersonation and federation.</summary>
public sealed class GoogleCredentialsTests : IAsyncLifetime, IDisposable
{
    private const string Robot = "robot@my-project.iam.gserviceaccount.com";
    private readonly GoogleFiles _files = new();
    private readonly SkippedWaits _clock = new();
    private GoogleServer _server = null!;

    public async Task InitializeAsync() => _server = await GoogleServer.StartAsync();

    [Fact]
    public async Task A_machine_of_Google_Cloud_has_a_login_and_a_project()
    {
        UseMachine();

        using var credentials = await FindAsync();

        Assert.Equal("planted-1", await credentials.Token.GetAsync(CancellationToken.None));
        Assert.Equal("machine-project", credentials.ProjectId);
        Assert.Equal("the service account of this machine", credentials.Token.Source);
    }

    [Fact]
    public async Task A_token_is_kept_until_it_is_about_to_expire_or_was_refused()
    {
        UseMachine();
        using var credentials = await FindAsync();
        async Task<string> Get() => await credentials.Token.GetAsync(CancellationToken.None);

        Assert.Equal(["planted-1", "planted-1"], [await Get(), await Get()]);
        _clock.Advance(TimeSpan.FromSeconds(3600 - 241));
        Assert.Equal("planted-2", await Get());
        credentials.Token.Refuse("planted-1");
        Assert.Equal("planted-2", await Get());
        credentials.Token.Refuse("planted-2");
        Assert.Equal("planted-3", await Get());
    }

    [Fact]
    public async Task A_file_comes_before_the_machine()
    {
        UseMachine();
        UseFile("""{"type":"authorized_user","client_id":"x","client_secret":"y","refresh_token":"z","quota_project_id":"quota-project"}""");

        using var credentials = await FindAsync();

        Assert.Equal(("quota-project", "quota-project", 0), (credentials.ProjectId, credentials.QuotaProject, _server.Tokens));
    }

    [Fact]
    public async Task Without_a_file_or_a_machine_there_are_none()
    {
        _server.Handle = (context, _) => GoogleServer.AnswerAsync(context, 200, "a page of a hotel");
        _files.Variables["GCE_METADATA_HOST"] = new Uri(_server.Address).Host + ":1";

        var diagnostic = await GoogleTrial.FailsAsync(() => FindAsync());

        Assert.Equal("CAL5054", diagnostic.Descriptor.Code);
        Assert.Contains("application_default_credentials.json' does not exist", diagnostic.Message);
    }

    [Fact]
    public async Task What_only_looks_like_a_metadata_server_is_none()
    {
        await using var hotel = await GoogleServer.StartAsync(options => options.Use(next => async connection =>
        {
            await connection.Transport.Output.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray());
            await connection.Transport.Output.CompleteAsync();
        }));
        _files.Variables["GCE_METADATA_HOST"] = hotel.Host;

        Assert.Equal("CAL5054", (await GoogleTrial.FailsAsync(() => FindAsync())).Descriptor.Code);
    }

    [Fact]
    public async Task Nothing_is_asked_where_a_variable_says_that_this_is_no_such_machine()
    {
        UseMachine();
        _files.Variables["NO_GCE_CHECK"] = "true";

        Assert.Equal("CAL5054", (await GoogleTrial.FailsAsync(() => FindAsync())).Descriptor.Code);
    }

    [Theory]
    [InlineData("", null, "file-project")]
    [InlineData("", "variable-project", "variable-project")]
    [InlineData("declared-project", "variable-project", "declared-project")]
    public async Task The_quota_project_is_the_declared_one_then_that_of_the_variable_then_that_of_the_file(string declared, string? variable, string expected)
    {
        _files.Variables["GOOGLE_CLOUD_QUOTA_PROJECT"] = variable;
        UseFile("""{"type":"authorized_user","quota_project_id":"file-project"}""");

        using var credentials = await FindAsync(new GoogleCloudSettings { QuotaProject = declared });

        Assert.Equal(expected, credentials.QuotaProject);
    }

    [Fact]
    public async Task A_service_account_is_impersonated_through_others_in_between()
    {
        UseMachine();
        _server.Handle = (context, _) => GoogleServer.AnswerAsync(context, 200, """{"accessToken":"planted-robot","expireTime":"2026-01-02T04:04:05Z"}""");
        using var credentials = await FindAsync(new GoogleCloudSettings
        {
            ImpersonateServiceAccount = $"first@x.iam.gserviceaccount.com, {Robot}",
            IamCredentialsEndpoint = _server.Address,
        });

        Assert.Equal("planted-robot", await credentials.Token.GetAsync(CancellationToken.None));
        Assert.Equal("planted-robot", await credentials.Token.GetAsync(CancellationToken.None));

        var call = Assert.Single(_server.Calls);
        Assert.Equal(("POST", $"/v1/projects/-/serviceAccounts/{Robot}:generateAccessToken", "Bearer planted-1"), (call.Method, call.Path, call.Headers["Authorization"]));
        Assert.Equal("""{"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"3600s","delegates":["projects/-/serviceAccounts/first@x.iam.gserviceaccount.com"]}""", call.Body);
        Assert.Equal($"the service account '{Robot}', impersonated with the service account of this machine", credentials.Token.Source);
    }

    [Fact]
    public async Task Who_may_not_impersonate_is_told_the_role()
    {
        UseMachine();
        _server.Handle = (context, _) => GoogleServer.AnswerAsync(
            context, 403, """{"error":{"code":403,"message":"Permission 'iam.serviceAccounts.getAccessToken' denied, you sent planted-1","status":"PERMISSION_DENIED"}}""");
        using var credentials = await FindAsync(new GoogleCloudSettings { ImpersonateServiceAccount = Robot, IamCredentialsEndpoint = _server.Address });

        var diagnostic = await GoogleTrial.FailsAsync(() => credentials.Token.GetAsync(CancellationToken.None));

        Assert.Equal("CAL3077", diagnostic.Descriptor.Code);
        Assert.Contains("roles/iam.serviceAccountTokenCreator", diagnostic.Message);
        Assert.Contains(Robot, diagnostic.Message);
        Assert.DoesNotContain("planted", diagnostic.Message);
    }

    [Fact]
    public async Task A_file_can_hold_an_impersonated_login()
    {
        using var key = RSA.Create(2048);
        var path = _files.WriteKey("inside.json", key, $"{_server.Address}/token");
        var inside = await File.ReadAllTextAsync(path);
        UseFile($$"""{"type":"impersonated_service_account","service_account_impersonation_url":"{{_server.Address}}/v1/projects/-/serviceAccounts/{{Robot}}:generateAccessToken","delegates":[],"source_credentials":{{inside}}}""");
        _server.Handle = (context, _) => GoogleServer.AnswerAsync(
            context,
            200,
            context.Request.Path == "/token" ? """{"access_token":"planted-caller","expires_in":3600}"""
                : context.Request.Headers.Authorization == "Bearer planted-caller" ? """{"accessToken":"planted-robot","expireTime":"2026-01-02T04:04:05Z"}""" : "{}");

        using var credentials = await FindAsync();

        Assert.Equal("planted-robot", await credentials.Token.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_external_account_is_exchanged_for_a_token()
    {
        UseExternal($$"""{"file":{{JsonSerializer.Serialize(_files.Write("subject", "planted-subject"))}}}""");
        _server.Handle = StsAsync;

        using var credentials = await FindAsync();

        Assert.Equal("planted-federated", await credentials.Token.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_external_account_gets_its_login_from_an_address_with_headers()
    {
        UseExternal($$$"""{"url":"{{{_server.Address}}}/oidc","headers":{"Authorization":"Bearer job"},"format":{"type":"json","subject_token_field_name":"value"}}""");
        _server.Handle = (context, body) => context.Request.Path == "/oidc"
            ? GoogleServer.AnswerAsync(context, context.Request.Headers.Authorization == "Bearer job" ? 200 : 401, """{"value":"planted-subject"}""")
            : StsAsync(context, body);

        using var credentials = await FindAsync();

        Assert.Equal("planted-federated", await credentials.Token.GetAsync(CancellationToken.None));
    }

    [UnixFact]
    public async Task An_external_account_gets_its_login_from_a_program_that_is_allowed()
    {
        _files.Variables["GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"] = "1";
        var script = _files.Write("give", "#!/bin/sh\necho '{\"version\":1,\"success\":true,\"token_type\":\"urn:ietf:params:oauth:token-type:jwt\",\"id_token\":\"planted-subject\"}'\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        UseExternal($$$"""{"executable":{"command":"{{{script}}} --now","timeout_millis":20000}}""");
        _server.Handle = StsAsync;

        using var credentials = await FindAsync();

        Assert.Equal("planted-federated", await credentials.Token.GetAsync(CancellationToken.None));
    }

    [UnixTheory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("echo planted", "is not understood")]
    [InlineData("echo '{\"version\":1,\"success\":false,\"code\":\"401\",\"message\":\"planted\"}'", "gave no token")]
    public async Task A_program_that_gives_no_login_is_told(string line, string words)
    {
        _files.Variables["GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"] = "1";
        var script = _files.Write("give", $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        UseExternal($$$"""{"executable":{"command":"{{{script}}}"}}""");

        using var credentials = await FindAsync();
        var diagnostic = await GoogleTrial.FailsAsync(() => credentials.Token.GetAsync(CancellationToken.None));

        Assert.Equal("CAL3073", diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.DoesNotContain("planted", diagnostic.Message);
    }

    [Fact]
    public async Task A_subject_that_is_not_there_is_told_with_its_path()
    {
        UseExternal("""{"file":"/no/such/subject"}""");

        using var credentials = await FindAsync();
        var diagnostic = await GoogleTrial.FailsAsync(() => credentials.Token.GetAsync(CancellationToken.None));

        Assert.Equal("CAL3073", diagnostic.Descriptor.Code);
        Assert.Contains("/no/such/subject", diagnostic.Message);
    }

    [Fact]
    public async Task A_token_server_that_never_answers_is_told()
    {
        using var key = RSA.Create(2048);
        _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = _files.WriteKey("key.json", key, $"{_server.Address}/token");
        _server.Handle = (context, _) => GoogleServer.StallAsync(context);

        using var credentials = await FindAsync(answerTime: TimeSpan.FromSeconds(0.5));
        var diagnostic = await GoogleTrial.FailsAsync(() => credentials.Token.GetAsync(CancellationToken.None));

        Assert.Equal("CAL3076", diagnostic.Descriptor.Code);
        Assert.Contains("within 0.5 s", diagnostic.Message);
    }

    [Fact]
    public async Task No_object_writes_a_secret()
    {
        UseMachine();
        using var credentials = await FindAsync();
        var token = await credentials.Token.GetAsync(CancellationToken.None);

        Assert.All((object[])[credentials, credentials.Token, new GoogleCloudSettings { VertexEndpoint = $"https://{token}@x" }], value => Assert.DoesNotContain("planted", value.ToString()!));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _files.Dispose();

    private static Task StsAsync(HttpContext context, string body) => GoogleServer.AnswerAsync(
        context,
        context.Request.Path == "/sts" && body.Contains("subject_token=planted-subject") && body.Contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange") ? 200 : 400,
        """{"access_token":"planted-federated","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":3600}""");

    private void UseMachine() => _files.Variables["GCE_METADATA_HOST"] = _server.Host;

    private void UseFile(string content) => _files.Variables["GOOGLE_APPLICATION_CREDENTIALS"] = _files.Write("named.json", content);

    private void UseExternal(string source) => UseFile(
        $$"""{"type":"external_account","audience":"//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q","subject_token_type":"urn:ietf:params:oauth:token-type:jwt","token_url":"{{_server.Address}}/sts","credential_source":{{source}}}""");

    private Task<GoogleCredentials> FindAsync(GoogleCloudSettings? settings = null, TimeSpan? answerTime = null) => GoogleCredentials.FindAsync(
        settings ?? new GoogleCloudSettings(), _files.Variables.GetValueOrDefault, new CredentialHttp(_clock, answerTime ?? TimeSpan.FromSeconds(30), () => 0.5), CancellationToken.None);
}
