using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Repair;
namespace Caliban.Core.Experiments.Configuration;

/// <summary>
/// Reads one configuration: JSON, with comments (<c>#</c>, <c>//</c>, <c>/* */</c>), trailing commas and <c>Infinity</c>.
/// The strict reader decides what is right; only what it refuses is looked at by the repair.
/// </summary>
internal static class ConfigurationReader
{
    /// <summary>Adds the mistakes of the file to <paramref name="diagnostics"/> in the order of their places.</summary>
    public static ConfigParser? Read(
        SourceText source, IReadOnlyDictionary<string, ParameterAxis> axisItems, List<Diagnostic> diagnostics)
    {
        var mistakes = new List<Diagnostic>();
        var parser = Read(source, axisItems, mistakes, CommentBlanker.Blank(source.Bytes, out var comment), comment);
        diagnostics.AddRange(mistakes.OrderBy(mistake => mistake.Location.Line).ThenBy(mistake => mistake.Location.Column));
        return mistakes.Count == 0 ? parser : null;
    }

    private static ConfigParser? Read(
        SourceText source, IReadOnlyDictionary<string, ParameterAxis> axisItems, List<Diagnostic> mistakes, byte[] json, int comment)
    {
        if (comment >= 0)
        {
            mistakes.Add(Diagnostic.Create(ExperimentDiagnostics.CommentNotClosed, source.Locate(comment)));
        }

        if (!json.AsSpan().ContainsAnyExcept(" \t\r\n"u8))
        {
            if (comment < 0)
            {
                mistakes.Add(Diagnostic.Create(ExperimentDiagnostics.FileEmpty, source.Locate(0)));
            }

            return null;
        }

        if (TryParse(new ConfigDocument(source, json, Repair: null), axisItems, mistakes, out var parser) is not { } refusal)
        {
            return parser;
        }

        var syntax = new List<Diagnostic>();
        var repair = new JsonRepair(source, new JsonMending(json), syntax, isTruncated: comment >= 0);
        var mended = repair.Run();
        if (syntax.Count == 0 && comment < 0)
        {
            var offset = OffsetOf(refusal, source.Bytes);
            syntax.Add(Diagnostic.Create(
                ExperimentDiagnostics.SyntaxInvalid, source.Locate(offset), source.Excerpt(offset, source.Bytes.Length)));
        }

        mistakes.AddRange(syntax);
        TryParse(new ConfigDocument(source, mended, repair), axisItems, mistakes, out _);
        return null;
    }

    /// <summary>Null when the text is JSON. The mistakes in its meaning are kept only then, or when it was mended already.</summary>
    private static JsonException? TryParse(
        ConfigDocument document,
        IReadOnlyDictionary<string, ParameterAxis> axisItems,
        List<Diagnostic> mistakes,
        out ConfigParser parser)
    {
        var found = new List<Diagnostic>();
        parser = new ConfigParser(document, new ConfigTokens(found), axisItems, found);
        try
        {
            parser.Parse();
            mistakes.AddRange(found);
            return null;
        }
        catch (JsonException exception)
        {
            mistakes.AddRange(document.Repair is null ? [] : found);
            return exception;
        }
    }

    private static int OffsetOf(JsonException refusal, ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        for (var line = 0L; line < refusal.LineNumber; line++)
        {
            offset += bytes[offset..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(offset + (refusal.BytePositionInLine ?? 0), bytes.Length);
    }
}
