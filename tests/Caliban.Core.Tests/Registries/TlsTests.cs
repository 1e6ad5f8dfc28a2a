using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Caliban.Core.Registries;
using Caliban.Testing.Registries;
using Microsoft.AspNetCore.Hosting;

namespace Caliban.Core.Tests.Registries;

/// <summary>Registries whose certificate is wrong, or that have none.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_at_once()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=registry.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var registry = await HostileRegistry.StartAsync(options => options.UseHttps(certificate));

        var (diagnostic, waits) = await AskAsync(registry);

        Assert.Equal("CAL3053", diagnostic.Descriptor.Code);
        Assert.Contains("'registry.example.com' shows a certificate", diagnostic.Message);
        Assert.Empty(waits);
        Assert.Empty(registry.Requests);
    }

    [Fact]
    public async Task A_registry_without_TLS_is_unreachable_unless_it_is_listed()
    {
        await using var registry = await HostileRegistry.StartAsync();

        var (diagnostic, _) = await AskAsync(registry);

        Assert.Equal("CAL3052", diagnostic.Descriptor.Code);
        Assert.Empty(registry.Requests);
        Assert.Null(await Repository(registry, new SkippedWaits(), "registry.example.com").FindManifestAsync("v1", CancellationToken.None));
    }

    private static async Task<(Core.Diagnostics.Diagnostic Diagnostic, IReadOnlyList<TimeSpan> Waits)> AskAsync(HostileRegistry registry)
    {
        var clock = new SkippedWaits();
        var diagnostic = await Trial.FailsAsync(() => Repository(registry, clock).FindManifestAsync("v1", CancellationToken.None));
        return (diagnostic, clock.Waits);
    }

    /// <summary>One whose name leads to the emulator.</summary>
    private static RegistryRepository Repository(HostileRegistry registry, SkippedWaits clock, params string[] insecure)
    {
#pragma warning disable CA2000 // both end with the test
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPEndPoint.Parse(registry.Address), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new RegistryClient(new RegistryClientOptions { Handler = handler, InsecureRegistries = insecure, Time = clock })
            .Open(new RepositoryName("registry.example.com", "team/image"));
#pragma warning restore CA2000
    }
}
