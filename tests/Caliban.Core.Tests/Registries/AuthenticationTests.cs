using Caliban.Core.Registries;
using Caliban.Core.Registries.Credentials;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>Logins, as registries ask for them.</summary>
public sealed class AuthenticationTests
{
    private const string Bearer = "Bearer realm=\"{realm}\",service=\"here\",scope=\"repository:other:pull\"";
    private static readonly RegistryCredential Login = RegistryCredential.Password("someone", "pass:wörd", "'/a/config.json'");

    [Fact]
    public async Task A_password_is_sent_when_it_is_asked_for_and_from_then_on()
    {
        await using var trial = await Start("Basic realm=\"x\"", Login);

        await trial.UploadAsync([1]);
        await trial.UploadAsync([2]);

        Assert.Equal(2, trial.Registry.Store.Blobs.Count);
        Assert.Single(trial.Registry.Requests, request => request.Status == 401);
        Assert.Empty(trial.Registry.Violations);
    }

    [Theory]
    [InlineData("someone", "pass:wörd", "")]
    [InlineData("", "", "the-identity")]
    [InlineData("anonymous", "", "")]
    public async Task A_token_is_fetched_once_for_what_it_allows(string user, string password, string identity)
    {
        var credential = identity.Length > 0 ? RegistryCredential.IdentityToken(identity, "x") : user == "someone" ? RegistryCredential.Password(user, password, "x") : null;
        await using var trial = await Start(Bearer, credential);
        trial.Registry.Authority.IdentityToken = identity;
        trial.Registry.Authority.IsAnonymousAllowed = user == "anonymous";

        await trial.UploadAsync([1]);
        await trial.UploadAsync([2]);
        Assert.True(await trial.Repository.HasBlobAsync(ContentDigest.Of([1]), CancellationToken.None));

        Assert.Equal(1, trial.Registry.Authority.TokensGiven);
        var token = trial.Registry.Requests.Single(request => request.Path == "/token");
        Assert.Equal(identity.Length > 0 ? "POST" : "GET", token.Method);
        if (identity.Length == 0)
        {
            Assert.Equal("?service=here&scope=repository%3Ateam%2Fimage%3Apull%2Cpush&scope=repository%3Aother%3Apull&client_id=caliban", token.Query);
        }
    }

    [Fact]
    public async Task The_first_challenge_that_can_be_answered_is_answered()
    {
        await using var trial = await Start("Negotiate", Login);
        trial.Registry.Authority.Challenges.Add("Digest realm=\"x\", Basic realm=\"y\"");

        await trial.UploadAsync([1]);

        Assert.Single(trial.Registry.Store.Blobs);
    }

    [Fact]
    public async Task Reading_asks_for_less_than_writing()
    {
        await using var trial = await Start(Bearer, Login);

        await trial.Repository.HasBlobAsync(ContentDigest.Of([1]), CancellationToken.None);
        await trial.UploadAsync([1]);

        Assert.Equal(
            ["scope=repository%3Ateam%2Fimage%3Apull", "scope=repository%3Ateam%2Fimage%3Apull%2Cpush"],
            trial.Registry.Requests.Where(request => request.Path == "/token").Select(request => request.Query.Split('&')[1]));
    }

    [Fact]
    public async Task Taking_over_asks_to_read_the_other_repository()
    {
        await using var trial = await Start(Bearer, Login);
        var digest = trial.Registry.Store.Add("team/base", [1]);

        Assert.True(await trial.Repository.MountBlobAsync(digest, "team/base", CancellationToken.None));

        Assert.Contains("scope=repository%3Ateam%2Fbase%3Apull", trial.Registry.Requests.Single(request => request.Path == "/token").Query);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        await using var trial = await Start(Bearer, Login);
        await trial.UploadAsync([1]);
        trial.Clock.Advance(TimeSpan.FromSeconds(280));
        await trial.UploadAsync([2]);

        Assert.Equal(2, trial.Registry.Authority.TokensGiven);
        Assert.All(trial.Registry.Requests.Where(request => request.Status == 401), request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_token_without_a_life_time_has_a_minute()
    {
        await using var trial = await Start(Bearer, Login);
        trial.Registry.Authority.ExpiresIn = null;
        await trial.UploadAsync([1]);
        trial.Clock.Advance(TimeSpan.FromSeconds(40));
        await trial.UploadAsync([2]);
        Assert.Equal(1, trial.Registry.Authority.TokensGiven);

        trial.Clock.Advance(TimeSpan.FromSeconds(20));
        await trial.UploadAsync([3]);
        Assert.Equal(2, trial.Registry.Authority.TokensGiven);
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_of_an_upload_is_renewed()
    {
        await using var trial = await Start(Bearer, Login);
        trial.Registry.Add(new RegistryFault("PUT", "/blobs/", _ =>
        {
            trial.Registry.Authority.ExpireTokens();
            return Task.FromResult(false);
        }));

        await trial.UploadAsync(Blobs.Of(2_000_000));

        Assert.Single(trial.Registry.Store.Blobs);
        Assert.Equal(2, trial.Registry.Authority.TokensGiven);
        Assert.Equal(2_000_000, trial.Registry.UploadedBytes);
    }

    [Fact]
    public async Task A_refusal_after_a_new_login_is_the_last_word()
    {
        await using var trial = await Start(Bearer, Login);
        trial.Registry.Add(RegistryFault.Status("HEAD", "/blobs/", 401) with { Times = 9 });
        trial.Registry.Add(RegistryFault.Header("HEAD", "/blobs/", "WWW-Authenticate", "x"));

        var diagnostic = await Trial.FailsAsync(() => trial.Repository.HasBlobAsync(ContentDigest.Of([1]), CancellationToken.None));

        Assert.Equal("CAL3054", diagnostic.Descriptor.Code);
    }

    [Fact]
    public async Task Many_uploads_at_once_log_in_once()
    {
        await using var trial = await Start(Bearer, Login);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => trial.UploadAsync([(byte)number])));

        Assert.Equal(20, trial.Registry.Store.Blobs.Count);
        Assert.Equal(1, trial.Registry.Authority.TokensGiven);
    }

    [Fact]
    public async Task An_overloaded_token_server_is_asked_again()
    {
        await using var trial = await Start(Bearer, Login);
        trial.Registry.Add(RegistryFault.Status("GET", "/token", 503));
        trial.Registry.Add(RegistryFault.Cut("GET", "/token"));

        await trial.UploadAsync([1]);

        Assert.Equal(2, trial.Said.Count);
    }

    [Fact]
    public async Task Where_no_login_is_found_the_message_says_where_it_was_looked_for()
    {
        foreach (var challenge in (string[])[Bearer, "Basic realm=\"x\""])
        {
            await using var trial = await Start(challenge, null);

            var diagnostic = await Trial.FailsAsync(() => trial.UploadAsync([1]));

            Assert.Equal("CAL3054", diagnostic.Descriptor.Code);
            Assert.Contains("no login was found in '/a/config.json'", diagnostic.Message);
        }
    }

    [Fact]
    public async Task Denied_access_names_the_repository_and_the_registrys_words()
    {
        await using var trial = await Start("Basic realm=\"x\"", Login);
        trial.Registry.Add(RegistryFault.Status("POST", "/blobs/", 403, """{"errors":[{"code":"DENIED","message":"not yours"}]}""") with { Times = 2 });

        var diagnostic = await Trial.FailsAsync(() => trial.UploadAsync([1]));

        Assert.Equal("CAL3055", diagnostic.Descriptor.Code);
        Assert.Contains($"'{trial.Host}/team/image' denies access", diagnostic.Message);
        Assert.Contains("DENIED: not yours", diagnostic.Message);
    }

    [Theory]
    [InlineData("gcr.io", "p/image", 404, "CAL3056", "roles/artifactregistry.createOnPushWriter")]
    [InlineData("europe-west4-docker.pkg.dev", "p/experiments/image", 404, "CAL3056", "gcloud artifacts repositories create experiments --repository-format=docker --location=europe-west4 --project=p")]
    [InlineData("europe-west4-docker.pkg.dev", "example.com/p/experiments/image", 403, "CAL3055", "create experiments --repository-format=docker --location=europe-west4 --project=example.com:p")]
    [InlineData("registry.example.com", "team/image", 404, "CAL3056", "does not exist")]
    public async Task A_missing_repository_is_told_with_how_to_make_it(string host, string path, int status, string code, string words)
    {
        await using var trial = await Trial.StartAsync(host: host);
        trial.Registry.Add(RegistryFault.Status("POST", "/blobs/", status, """{"errors":[{"code":"NAME_UNKNOWN","message":"Repository not found"}]}"""));

        var diagnostic = await Trial.FailsAsync(() => trial.Open(path).UploadBlobAsync(
            Blobs.Describe([1]), _ => Task.FromResult<Stream>(new MemoryStream([1])), CancellationToken.None));

        Assert.Equal(code, diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
        Assert.Contains("Repository not found", diagnostic.Message);
    }

    private static async Task<Trial> Start(string challenge, RegistryCredential? credential)
    {
        var trial = await Trial.StartAsync(credential);
        trial.Registry.Authority.Challenges.Add(challenge);
        (trial.Registry.Authority.User, trial.Registry.Authority.Password) = ("someone", "pass:wörd");
        return trial;
    }
}
