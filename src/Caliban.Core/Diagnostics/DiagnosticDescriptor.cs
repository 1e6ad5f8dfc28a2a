namespace Caliban.Core.Diagnostics;

/// <summary>One kind of mistake or event a user can be told about: an entry of <c>docs/diagnostics.md</c>.</summary>
/// <param name="Code">The stable code, <c>CALnnnn</c>. A retired code is never used again.</param>
/// <param name="Severity">Whether it fails the build.</param>
/// <param name="Title">A short noun phrase or sentence without its particulars.</param>
/// <param name="MessageFormat">What happened, why, and what to do, as a composite format string.</param>
/// <param name="Cause">When it appears; Markdown.</param>
/// <param name="Remedy">What the reader can do about it; Markdown.</param>
public sealed record DiagnosticDescriptor(
    string Code,
    DiagnosticSeverity Severity,
    string Title,
    string MessageFormat,
    string Cause,
    string Remedy)
{
    private const string HelpPage = "https://github.com/caliban-build/caliban-build/blob/main/docs/diagnostics.md";

    /// <summary>The heading of this code in <c>docs/diagnostics.md</c>.</summary>
#pragma warning disable CA1308 // an anchor on a Markdown page is lower case
    public string HelpLink => $"{HelpPage}#{Code.ToLowerInvariant()}";
#pragma warning restore CA1308
}
