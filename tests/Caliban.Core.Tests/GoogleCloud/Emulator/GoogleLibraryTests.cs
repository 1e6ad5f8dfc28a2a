using Caliban.Emulator;
using Caliban.Testing;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

/// <summary>Google's own library gets tokens of the emulator, as it does of Google.</summary>
public sealed class GoogleLibraryTests : IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_exchanges_the_key_of_a_service_account()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        var credential = CredentialFactory.FromFile<ServiceAccountCredential>(cloud.WriteServiceAccountKey(_folder.Path)).ToGoogleCredential();

        await CheckAsync(cloud, credential, cloud.ServiceAccount);
    }

    [Fact]
    public async Task It_exchanges_a_refresh_token()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        var credential = CredentialFactory.FromFile<UserCredential>(cloud.WriteAuthorizedUser(_folder.Path)).ToGoogleCredential()
            .CreateWithHttpClientFactory(new Redirection(cloud.Url));

        await CheckAsync(cloud, credential, "person@example.com");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_exchanges_the_token_of_a_workload(bool impersonates)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        var path = cloud.WriteWorkloadIdentity(_folder.Path, impersonates);
        var credential = CredentialFactory.FromFile(path, JsonCredentialParameters.ExternalAccountCredentialType);

        await CheckAsync(cloud, credential, impersonates ? cloud.TrainerAccount
            : "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/emulated-pool/subject/workload");
    }

    [Fact]
    public async Task It_acts_as_another_account()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        var path = cloud.WriteImpersonated(_folder.Path);
        var credential = CredentialFactory.FromFile(path, JsonCredentialParameters.ImpersonatedServiceAccountCredentialType);

        await CheckAsync(cloud, credential, cloud.TrainerAccount);
    }

    [Fact]
    public async Task It_asks_the_metadata_server_of_a_virtual_machine()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        var credential = new ComputeCredential(new ComputeCredential.Initializer($"{cloud.Url}/computeMetadata/v1/instance/service-accounts/default/token"));

        using var client = new EmulatorClient(cloud, await credential.GetAccessTokenForRequestAsync());

        Assert.Equal(200, (await client.ListAsync()).Status);
        Assert.Equal("default@caliban-emulator.iam.gserviceaccount.com", cloud.Requests.Last().Caller);
    }

    [Fact]
    public async Task It_reads_the_words_of_a_refusal()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        var credential = CredentialFactory.FromFile<ServiceAccountCredential>(cloud.WriteServiceAccountKey(_folder.Path)).ToGoogleCredential();
        cloud.ForgetAccounts();

        var refusal = await Assert.ThrowsAsync<TokenResponseException>(() => TokenAsync(credential));

        Assert.Equal(("invalid_grant", "Invalid grant: account not found"), (refusal.Error.Error, refusal.Error.ErrorDescription));
    }

    private static Task<string> TokenAsync(GoogleCredential credential) => ((ITokenAccess)credential.CreateScoped(Scope)).GetAccessTokenForRequestAsync();

    /// <summary>The token that the library got is taken, and stands for who it should.</summary>
    private static async Task CheckAsync(GoogleCloudEmulator cloud, GoogleCredential credential, string caller)
    {
        using var client = new EmulatorClient(cloud, await TokenAsync(credential));

        Assert.Equal(200, (await client.ListAsync()).Status);
        Assert.Equal(caller, cloud.Requests.Last().Caller);
    }

    /// <summary>Leads all requests to the emulator: the library goes to Google with refresh tokens, whatever a file says.</summary>
    private sealed class Redirection(string address) : Google.Apis.Http.HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new Handler(address);

        private sealed class Handler(string address) : HttpClientHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                request.RequestUri = new Uri(address + request.RequestUri!.PathAndQuery);
                return base.SendAsync(request, cancellationToken);
            }
        }
    }
}
