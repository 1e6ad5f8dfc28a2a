using Caliban.Core.Http;
using Caliban.Core.Registries.Credentials;

namespace Caliban.Core.Registries;

/// <summary>How registries are spoken to.</summary>
public sealed record RegistryClientOptions
{
    /// <summary>Where logins are found.</summary>
    public IRegistryCredentials Credentials { get; init; } = NoCredentials.Instance;

    /// <summary><c>CalibanInsecureRegistries</c>: hosts, with their ports, that are spoken to without TLS; those on this machine always are.</summary>
    public IReadOnlyCollection<string> InsecureRegistries { get; init; } = [];

    /// <summary>How long an exchange may stand still before it counts as broken. A registry may take its time to store a large blob.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Told in words of every attempt that follows another.</summary>
    public Action<string>? OnRetry { get; init; }

    /// <summary>The clock of waits and of tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Draws from 0 up to 1, for the waits.</summary>
    internal Func<double> Random { get; init; } = RetryPolicy.Draw;

    /// <summary>Stands in for the network; not disposed of.</summary>
    internal HttpMessageHandler? Handler { get; init; }
}
