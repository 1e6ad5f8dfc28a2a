using Caliban.Core.Diagnostics;
using Caliban.Core.Registries;
using Caliban.Core.Registries.Credentials;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>No secret is in anything that is shown, even where a registry sends it back.</summary>
public sealed class SecrecyTests
{
    private const string Password = "planted-password";
    private static readonly RegistryCredential Login = RegistryCredential.Password("someone", Password, "'/a/config.json'");
    private static readonly RegistryCredential Identity = RegistryCredential.IdentityToken("planted-identity", "'/a/config.json'");

    /// <summary>Parts of every form in which the secrets travel.</summary>
    private static readonly string[] Secrets =
        [Password, "planted-identity", "secret-token", Convert.ToBase64String("someone:planted-password"u8), "planted-access"];

    public static TheoryData<string, bool> Cases => new()
    {
        { "Basic realm=\"x\"", false },
        { "Bearer realm=\"{realm}\"", false },
        { "Bearer realm=\"{realm}\"", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_registry_that_repeats_the_login_does_not_get_it_into_a_message(string challenge, bool isIdentity)
    {
        await using var trial = await Trial.StartAsync(isIdentity ? Identity : Login);
        var authority = trial.Registry.Authority;
        authority.Challenges.Add(challenge);
        (authority.User, authority.Password, authority.IdentityToken) = ("someone", Password, "planted-identity");
        foreach (var status in (int[])[400, 403, 404, 418])
        {
            trial.Registry.Add(new RegistryFault("POST", "/blobs/", async context =>
            {
                await Echo(context, status, isIdentity ? "planted-identity" : Password);
                return context.Request.Headers.Authorization.Count > 0;
            }) { Times = 2 });

            await HidesAsync(() => trial.UploadAsync([(byte)(status % 100)]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_server_that_repeats_the_login_does_not_get_it_into_a_message(bool isIdentity)
    {
        await using var trial = await Trial.StartAsync(isIdentity ? Identity : Login);
        trial.Registry.Authority.Challenges.Add("Bearer realm=\"{realm}\"");

        // It knows neither, and says what it was sent.
        var text = await HidesAsync(() => trial.UploadAsync([1]));

        Assert.Contains("you sent", text);
        Assert.Contains("***", text);
    }

    [Fact]
    public async Task A_long_answer_is_not_cut_in_the_middle_of_a_secret()
    {
        await using var trial = await Trial.StartAsync(Login);
        trial.Registry.Authority.Challenges.Add("Basic realm=\"x\"");
        (trial.Registry.Authority.User, trial.Registry.Authority.Password) = ("someone", Password);
        Assert.Null(await trial.Repository.FindManifestAsync("v1", CancellationToken.None));
        foreach (var length in Enumerable.Range(270, 30))
        {
            trial.Registry.Add(RegistryFault.Status("GET", "/manifests/", 418, $$"""{"errors":[{"code":"X","message":"{{new string('x', length)}}{{Password}}"}]}"""));

            Assert.Contains("xxx", await HidesAsync(() => trial.Repository.FindManifestAsync("v1", CancellationToken.None), "planted"));
        }
    }

    [Fact]
    public void No_object_that_holds_a_secret_writes_it()
    {
        object[] objects =
        [
            Login,
            Identity,
            new CredentialSearch(Login, ["x"]),
            new RegistryClientOptions { Credentials = new OneCredential(Login) },
            new OneCredential(Identity),
        ];

        Assert.All(objects, value => Hides(value.ToString()!));
    }

    [Fact]
    public async Task What_is_said_of_attempts_has_no_secret()
    {
        await using var trial = await Trial.StartAsync(Login);
        trial.Registry.Authority.Challenges.Add("Bearer realm=\"{realm}\"");
        (trial.Registry.Authority.User, trial.Registry.Authority.Password) = ("someone", Password);
        trial.Registry.Add(RegistryFault.Cut("GET", "/token"));
        trial.Registry.Add(RegistryFault.Status("PUT", "/blobs/", 503, Password));

        await trial.UploadAsync([1]);

        Assert.Equal(2, trial.Said.Count);
        Assert.All(trial.Said, said => Hides(said));
        Assert.All(trial.Registry.Requests, request => Hides($"{request.Path}{request.Query}"));
    }

    private static async Task<string> HidesAsync(Func<Task> action, params string[] more)
    {
        var exception = await Assert.ThrowsAsync<DiagnosticException>(action);
        var text = $"{exception}{string.Join('\n', exception.Diagnostics)}";
        Hides(text, more);
        return text;
    }

    private static void Hides(string text, params string[] more) =>
        Assert.All([.. Secrets, .. more], secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));

    private static async Task Echo(Microsoft.AspNetCore.Http.HttpContext context, int status, string secret)
    {
        if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            context.Response.StatusCode = status;
            var text = $$"""{"errors":[{"code":"NAME_UNKNOWN","message":"you sent {{header}} which is {{secret}}"}]}""";
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }
}
