namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>A request that can be sent several times.</summary>
/// <param name="Address">All of it.</param>
/// <param name="What">For messages, as the beginning of a sentence: <c>Listing the jobs</c>.</param>
internal sealed record GoogleRequest(HttpMethod Method, GoogleService Service, Uri Address, string What)
{
    /// <summary>JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Called before the first byte of the body may leave.</summary>
    public Action? OnBegin { get; init; }

    /// <summary>The project it is about.</summary>
    public string Project { get; init; } = "";

    /// <summary>The region it is about; empty for none.</summary>
    public string Region { get; init; } = "";

    /// <summary>What its caller needs to be allowed to.</summary>
    public string Permission { get; init; } = "";

    /// <summary>The most bytes an answer may have.</summary>
    public int LargestAnswer { get; init; } = 64 * 1024 * 1024;
}
