using System.Net;
using System.Text.RegularExpressions;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>What a service of Google says of a refusal: <c>google.rpc.Status</c> with its details.</summary>
/// <seealso href="https://google.aip.dev/193"/>
internal sealed partial record GoogleApiError(HttpStatusCode Code)
{
    /// <summary>Whether it came from such a service, and not from something in between.</summary>
    public bool IsStructured { get; init; }

    /// <summary>For example <c>PERMISSION_DENIED</c>.</summary>
    public string Status { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>Of <c>google.rpc.ErrorInfo</c>, for example <c>SERVICE_DISABLED</c>; or of an error of an older form.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Of <c>google.rpc.ErrorInfo</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Of <c>google.rpc.RetryInfo</c>.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>Of <c>google.rpc.BadRequest</c>: a field and what is wrong with it.</summary>
    public IReadOnlyList<(string Field, string Description)> FieldViolations { get; init; } = [];

    /// <summary>Of <c>google.rpc.QuotaFailure</c> and <c>google.rpc.PreconditionFailure</c>: subject and description.</summary>
    public IReadOnlyList<(string Subject, string Description)> Violations { get; init; } = [];

    /// <summary>Of <c>google.rpc.Help</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Of <c>google.rpc.RequestInfo</c>; empty when it does not say.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Never fails: what is no error in Google's form is one without words.</summary>
    public static GoogleApiError Read(HttpStatusCode status, ReadOnlyMemory<byte> body) => GoogleApiErrorReader.Read(status, body);

    /// <summary>Its words or those of HTTP, without secrets; not empty and without a full stop.</summary>
    /// <param name="secrets">What it may have been told.</param>
    public string Describe(IEnumerable<string> secrets) => Clean(Message, secrets) is { Length: > 0 } message ? message
        : Status.Length > 0 ? $"{(int)Code} {Clean(Status, secrets)}"
        : $"{(int)Code} {Code}";

    /// <summary>Cuts out what was sent, and what looks like a login.</summary>
    public static string Clean(string text, IEnumerable<string> secrets) =>
        CleanText.Of(Tokens().Replace(text, "***"), secrets).TrimEnd('.', ':');

    // Access tokens, signed tokens, and whatever follows the name of the scheme.
    [GeneratedRegex(@"ya29\.[\w.-]+|\beyJ[\w-]{10,}\.[\w.-]+|(?<=\bBearer\s)[\w.~+/=-]{8,}")]
    private static partial Regex Tokens();
}
