using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.References;

/// <summary>The parts of an image's name.</summary>
/// <seealso href="https://github.com/distribution/reference/blob/main/reference.go"/>
internal static partial class ReferenceGrammar
{
    public const int LongestName = 255;

    public const string TagRule = "a tag has up to 128 letters, digits, '_', '.' and '-', and begins with none of the last two";

    /// <summary>Whether the first part of a name is a host, by the one rule that all tools share.</summary>
    public static bool IsHost(string part) =>
        part.Contains('.', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal) || part == "localhost";

    /// <summary>A host name, an IPv4 address or an IPv6 address in brackets, with or without a port.</summary>
    [GeneratedRegex(@"\A(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]{1,5})?\z")]
    public static partial Regex Host();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z")]
    public static partial Regex Path();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}\z")]
    public static partial Regex Tag();

    /// <param name="kind">What the text should be, to follow "is not".</param>
    public static DiagnosticException Mistake(string text, string kind, string reason, SourceLocation? location) =>
        DiagnosticException.Create(RegistryDiagnostics.ReferenceInvalid, location ?? SourceLocation.None, text, kind, reason);
}
