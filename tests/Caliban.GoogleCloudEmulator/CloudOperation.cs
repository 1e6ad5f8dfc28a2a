namespace Caliban.Emulator;

/// <summary>What a request asks for.</summary>
public enum CloudOperation
{
    /// <summary>No address of the emulator.</summary>
    Unknown,
    CreateJob,
    GetJob,
    ListJobs,
    CancelJob,
    DeleteJob,
    GetOperation,
    ListLogEntries,
    ListRegions,
    GetRegion,
    ListQuotaInfos,

    /// <summary><c>POST /token</c>: an assertion or a refresh token for an access token.</summary>
    ExchangeGrant,

    /// <summary><c>POST /v1/token</c>: a token of another identity provider for an access token.</summary>
    ExchangeToken,

    /// <summary>Impersonation of a service account.</summary>
    GenerateAccessToken,

    /// <summary>The metadata server of a virtual machine.</summary>
    ReadMetadata,
}
