using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud;

/// <summary>How services of Google Cloud are spoken to.</summary>
public sealed record GoogleConnectionOptions
{
    /// <summary>How long an answer may take, from the first byte sent to the last one received.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told in words of every attempt that follows another.</summary>
    public Action<string>? OnRetry { get; init; }

    /// <summary>The clock of waits and of tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Draws from 0 up to 1, for the waits.</summary>
    internal Func<double> Random { get; init; } = RetryPolicy.Draw;

    /// <summary>Stands in for the network; not disposed of.</summary>
    internal HttpMessageHandler? Handler { get; init; }

    /// <summary>How servers of logins are spoken to.</summary>
    internal CredentialHttp CredentialHttp => new(Time, AnswerTime, Random) { Handler = Handler };
}
