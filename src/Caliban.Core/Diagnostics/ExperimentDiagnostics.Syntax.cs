namespace Caliban.Core.Diagnostics;

/// <summary>CAL2010 to CAL2029: what is not JSON in an experiment file.</summary>
public static partial class ExperimentDiagnostics
{
    public static DiagnosticDescriptor SyntaxInvalid { get; } = new(
        "CAL2010",
        DiagnosticSeverity.Error,
        "An experiment file is not JSON",
        "The text is not JSON from here on: {0}. Correct it by the rules of JSON.",
        "The file is not JSON, in a way that no other code describes.",
        "Compare the place with the documentation of experiment files.");

    public static DiagnosticDescriptor CommaMissing { get; } = new(
        "CAL2011",
        DiagnosticSeverity.Error,
        "A comma is missing",
        "A comma is missing here, before {0}. Put a ',' between the two.",
        "Two elements of a list, or two keys of an object, follow each other without a comma.",
        "Put a comma between them.");

    public static DiagnosticDescriptor ColonMissing { get; } = new(
        "CAL2012",
        DiagnosticSeverity.Error,
        "A colon is missing",
        "A colon is missing here, between the key and {0}. Write \"key\": value.",
        "A key is not followed by a colon.",
        "Put a colon between key and value.");

    public static DiagnosticDescriptor ValueMissing { get; } = new(
        "CAL2013",
        DiagnosticSeverity.Error,
        "A value is missing",
        "A value is missing here, before '{0}'. Write a string, a number, true, false or a list of them.",
        "A key has no value.",
        "Write the value, or remove the key.");

    public static DiagnosticDescriptor KeyMissing { get; } = new(
        "CAL2014",
        DiagnosticSeverity.Error,
        "A key is missing",
        "{0} stands where a key is expected. In an object each value has a key: {{\"key\": value}}; values that change together have a compound key, {{\"[a,b]\": [1, 2]}}.",
        "An object contains a value without a key.",
        "Write a key in double quotes and a colon before the value.");

    public static DiagnosticDescriptor BracketNotClosed { get; } = new(
        "CAL2015",
        DiagnosticSeverity.Error,
        "An object or a list is not closed",
        "The {0} that begins here is not closed before {2}. Put a '{1}' where it ends.",
        "A closing bracket is missing, or is of the wrong kind.",
        "Put the closing bracket where the object or list ends.");

    public static DiagnosticDescriptor PunctuationUnexpected { get; } = new(
        "CAL2016",
        DiagnosticSeverity.Error,
        "A punctuation mark stands in a wrong place",
        "'{0}' cannot stand here: {1}. Correct or remove it.",
        "A comma, a colon or a closing bracket is superfluous, or another character was typed instead of it.",
        "Correct or remove it.");

    public static DiagnosticDescriptor TextAfterEnd { get; } = new(
        "CAL2017",
        DiagnosticSeverity.Error,
        "There is text after the end",
        "The configuration has ended, and more text follows: {0}. Put several objects into one list, [{{...}}, {{...}}].",
        "The file holds more than one JSON value. One object per line (JSON Lines) is not a configuration.",
        "Put the objects into a list, with commas between them, or remove the rest.");

    public static DiagnosticDescriptor QuoteWrong { get; } = new(
        "CAL2018",
        DiagnosticSeverity.Error,
        "A string has quotes that are not double quotes",
        "{0} has quotes that JSON does not know. Write \"{1}\".",
        "A string stands in single, typographic or backward quotes.",
        "Use straight double quotes.");

    public static DiagnosticDescriptor StringNotClosed { get; } = new(
        "CAL2019",
        DiagnosticSeverity.Error,
        "A string is not closed",
        "The string {0} has no closing quote on its line. Put a '\"' where it ends, and write \\n for a line break inside.",
        "The closing quote of a string is missing, or the string extends over several lines.",
        "Close the string on the line it begins on.");

    public static DiagnosticDescriptor StringControlCharacter { get; } = new(
        "CAL2020",
        DiagnosticSeverity.Error,
        "A string contains a control character",
        "The string contains the control character {0} itself. Write {1} instead.",
        "A tab or another control character stands in a string.",
        "Write it as an escape.");

    public static DiagnosticDescriptor StringEscapeInvalid { get; } = new(
        "CAL2021",
        DiagnosticSeverity.Error,
        "A string contains an escape that does not exist",
        "{0} is no escape of JSON. Write \\\\ for a backslash; the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.",
        "A backslash in a string is followed by something JSON does not know, often in a path of Windows.",
        "Double the backslash.");

    public static DiagnosticDescriptor NumberInvalid { get; } = new(
        "CAL2022",
        DiagnosticSeverity.Error,
        "A number is not written as JSON writes numbers",
        "'{0}' is not a number of JSON; {1}.",
        "JSON numbers have no leading plus sign or zeros, digits on both sides of the point, and are decimal.",
        "Write the number as the message says.");

    public static DiagnosticDescriptor WordUnexpected { get; } = new(
        "CAL2023",
        DiagnosticSeverity.Error,
        "A word stands without quotes",
        "'{0}' is not a JSON value; {1}.",
        "A string has no quotes, or a literal of another language (`True`, `None`, `NaN`) was used.",
        "Do what the message says.");

    public static DiagnosticDescriptor KeyUnquoted { get; } = new(
        "CAL2024",
        DiagnosticSeverity.Error,
        "A key has no quotes",
        "The key '{0}' has no quotes. Write \"{1}\".",
        "Keys of JSON objects are strings.",
        "Put the key into double quotes.");

    public static DiagnosticDescriptor CharacterInvisible { get; } = new(
        "CAL2025",
        DiagnosticSeverity.Error,
        "There is an invisible character",
        "There is an invisible character here, {0}, which JSON does not allow outside of strings. Delete it, or type a plain space.",
        "A no-break space, a zero-width space or a control character came in, often by copying from a web page or a document.",
        "Delete it.");

    public static DiagnosticDescriptor CommentNotClosed { get; } = new(
        "CAL2026",
        DiagnosticSeverity.Error,
        "A comment is not closed",
        "The comment that begins here with '/*' has no end, so the rest of the file is part of it. Write */ where it ends.",
        "A block comment has no end.",
        "Close the comment, or use // or # at each line.");

    public static DiagnosticDescriptor NestingTooDeep { get; } = new(
        "CAL2027",
        DiagnosticSeverity.Error,
        "Brackets are nested too deeply",
        "More than {0} brackets are open here, the most that is read. Write the configuration with fewer brackets.",
        "The file opens a million brackets, probably written by a program in a loop.",
        "Correct what writes the file.");
}
