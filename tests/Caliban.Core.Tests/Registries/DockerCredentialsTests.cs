using System.Text;
using Caliban.Core.Registries.Credentials;
using Caliban.Testing;

namespace Caliban.Core.Tests.Registries;

/// <summary>Logins as Docker keeps them.</summary>
public sealed class DockerCredentialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _variables = [];

    public DockerCredentialsTests() => _variables["DOCKER_CONFIG"] = Path.Combine(_folder.Path, "docker");

    private static string Auth => Convert.ToBase64String(Encoding.UTF8.GetBytes("someone:pass:wörd"));

    [Theory]
    [InlineData("a.x", "a.x")]
    [InlineData("https://a.x", "a.x")]
    [InlineData("https://a.x/v2/", "a.x")]
    [InlineData("http://a.x/v1/", "a.x")]
    [InlineData("A.x", "a.x")]
    [InlineData("127.0.0.1:5000", "127.0.0.1:5000")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    [InlineData("registry-1.docker.io", "docker.io")]
    public async Task A_login_is_found_under_all_names_of_its_registry(string key, string registry)
    {
        Configure($$"""{"auths":{"other.x":{"auth":"eA=="},"{{key}}":{"auth":"{{Auth}}"} } }""");

        Assert.Equal("someone:pass:wörd", await FindAsync(registry));
    }

    [Theory]
    [InlineData("a.x:5000", "a.x")]
    [InlineData("b.a.x", "a.x")]
    [InlineData("https://evil.x/a.x", "a.x")]
    [InlineData("a.x.evil.x", "a.x")]
    public async Task A_login_of_another_registry_is_none(string key, string registry)
    {
        Configure($$"""{"auths":{"{{key}}":{"auth":"{{Auth}}"} } }""");

        Assert.Null(await FindAsync(registry));
    }

    [Theory]
    [InlineData("""{"username":"someone","password":"word"}""", "someone:word")]
    [InlineData("""{"auth":"c29tZW9uZTp3b3JkAAA="}""", "someone:word")]
    [InlineData("""{"auth":"eDp5","identitytoken":"identity"}""", "<token>:identity")]
    [InlineData("""{"auth":""}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public async Task A_login_has_several_forms(string entry, string? login)
    {
        Configure($$"""{"auths":{"a.x":{{entry}}},"HttpHeaders":{"x":"y"},"psFormat":"table"}""");

        Assert.Equal(login, await FindAsync("a.x"));
    }

    [Fact]
    public async Task Without_a_file_there_is_no_login_and_the_place_is_told()
    {
        var search = await new DockerCredentials(_variables.GetValueOrDefault).FindAsync("a.x", CancellationToken.None);

        Assert.Null(search.Credential);
        Assert.Contains(Path.Combine(_folder.Path, "docker", "config.json"), search.Describe());
    }

    [Fact]
    public async Task The_file_is_in_the_home_folder_when_no_variable_names_it()
    {
        _folder.Write(".docker/config.json", $$"""{"auths":{"a.x":{"auth":"{{Auth}}"} } }""");
        _variables.Remove("DOCKER_CONFIG");
        _variables["HOME"] = _folder.Path;

        Assert.NotNull(await FindAsync("a.x"));
    }

    [Theory]
    [InlineData("{\n\"auths\": 7}", "line 2")]
    [InlineData("{", "line 1")]
    [InlineData("{\"auths\":{\"a.x\":{\"auth\":\"secret not base64\"}}}", "'auth' of 'a.x'")]
    [InlineData("{\"auths\":{\"a.x\":{\"auth\":\"c2VjcmV0\"}}}", "'auth' of 'a.x'")]
    public async Task A_damaged_file_is_told_without_what_it_holds(string content, string words)
    {
        Configure(content);

        var diagnostic = await Trial.FailsAsync(() => FindAsync("a.x"));

        Assert.Equal("CAL3064", diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.DoesNotContain("secret", diagnostic.Message);
        Assert.EndsWith("config.json", diagnostic.Location.File);
    }

    [UnixFact]
    public async Task A_helper_is_asked_for_the_registry_it_is_named_for()
    {
        await HelpAsync("one", """read host; printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}' "$host" "$1" "$host" """);
        Configure($$"""{"credHelpers":{"a.x":"one"},"auths":{"a.x":{"auth":"{{Auth}}"} } }""");

        Assert.Equal("get:a.x", await FindAsync("a.x"));
        Assert.Null(await FindAsync("b.x"));
    }

    [UnixFact]
    public async Task A_store_is_asked_for_all_others_and_knows_Docker_Hub_by_its_old_name()
    {
        await HelpAsync("one", "echo no >&2; exit 3");
        await HelpAsync("all", """read host; printf '{"Username":"<token>","Secret":"%s"}' "$host" """);
        Configure("""{"credHelpers":{"a.x":"one"},"credsStore":"all","auths":{"docker.io":{} } }""");

        Assert.Equal("<token>:https://index.docker.io/v1/", await FindAsync("docker.io"));
        Assert.Equal("CAL3063", (await Trial.FailsAsync(() => FindAsync("a.x"))).Descriptor.Code);
    }

    [UnixFact]
    public async Task A_helper_that_knows_nothing_leaves_the_file_to_be_asked()
    {
        await HelpAsync("all", "echo credentials not found in native keychain; exit 1");
        Configure($$"""{"credsStore":"all","auths":{"a.x":{"auth":"{{Auth}}"} } }""");

        Assert.Equal("someone:pass:wörd", await FindAsync("a.x"));
        Assert.Null(await FindAsync("b.x"));
    }

    [UnixTheory]
    [InlineData("echo 'the keychain is locked' >&2; exit 1", "the keychain is locked")]
    [InlineData("echo 'no store'; exit 1", "no store")]
    [InlineData("exit 7", "exit code 7")]
    [InlineData("printf '{\"Username\":\"a\",\"Secret\":\"planted\"}'; exit 1", "exit code 1")]
    [InlineData("echo planted", "not a user name and a secret")]
    [InlineData("echo '[\"planted\"]'", "not a user name and a secret")]
    [InlineData("echo '{\"Username\":7,\"Secret\":\"planted\"}'", "not a user name and a secret")]
    public async Task A_helper_that_fails_is_told_in_its_own_words_but_for_secrets(string script, string words)
    {
        await HelpAsync("all", script);
        Configure("""{"credsStore":"all"}""");

        var diagnostic = await Trial.FailsAsync(() => FindAsync("a.x"));

        Assert.Equal("CAL3063", diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.DoesNotContain("planted", diagnostic.Message);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("../../bin/sh")]
    [InlineData("")]
    public async Task A_helper_is_a_program_on_the_search_path(string name)
    {
        Configure($$"""{"credHelpers":{"a.x":"{{name}}"},"credsStore":""}""");

        if (name.Length == 0)
        {
            Assert.Null(await FindAsync("a.x"));
        }
        else
        {
            Assert.Contains("no such program", (await Trial.FailsAsync(() => FindAsync("a.x"))).Message);
        }
    }

    [Fact]
    public async Task The_first_place_that_has_a_login_decides_and_all_before_are_told()
    {
        var chain = new CredentialChain(
            new DockerCredentials(_variables.GetValueOrDefault), new OneCredential(RegistryCredential.Password("a", "b", "the second")));
        var nothing = new CredentialChain(new DockerCredentials(_variables.GetValueOrDefault), new OneCredential(null));

        Assert.Equal("with the login from the second", (await chain.FindAsync("a.x", CancellationToken.None)).Describe());
        Assert.Equal(2, (await nothing.FindAsync("a.x", CancellationToken.None)).Places.Count);
    }

    public void Dispose() => _folder.Dispose();

    private void Configure(string content) => _folder.Write("docker/config.json", content);

    private async Task<string?> FindAsync(string registry)
    {
        var search = await new DockerCredentials(_variables.GetValueOrDefault).FindAsync(registry, CancellationToken.None);
        return search.Credential is { } found ? $"{found.UserName}:{found.Secret}" : null;
    }

    private async Task HelpAsync(string name, string script)
    {
        _variables["PATH"] = Path.Combine(_folder.Path, "bin");
        await ShellScript.WriteAsync(Path.Combine(_folder.Path, "bin", $"docker-credential-{name}"), script);
    }
}
