using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects;

/// <summary>
/// Reads the texts of MSBuild properties as values. MSBuild binds neither enumerations nor durations, and reports what it
/// cannot bind at its own files; so tasks take texts, and mistakes point at the project.
/// </summary>
public sealed partial class ProjectProperties(string projectFile)
{
    /// <summary>The most that a timer can hold is 2³² milliseconds.</summary>
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(49);

    private readonly List<Diagnostic> _mistakes = [];

    /// <summary>All mistakes so far, CAL1005 and CAL1006.</summary>
    public ICollection<Diagnostic> Mistakes => _mistakes;

    /// <summary>Where a property of this value is declared.</summary>
    public SourceLocation Locate(string name, string value) => ProjectFileLocator.Property(projectFile, name, value);

    /// <param name="otherwise">The value of an empty text.</param>
    public bool Boolean(string name, string text, bool otherwise) => text.Trim() switch
    {
        "" => otherwise,
        var value when value.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var value when value.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => Invalid(name, text, "'true' or 'false'", otherwise),
    };

    public int Count(string name, string text, int otherwise) =>
        string.IsNullOrWhiteSpace(text) ? otherwise
        : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : Invalid(name, text, "a whole number from 1", otherwise);

    /// <summary>A whole number from 0; null of an empty text.</summary>
    public int? CountOrNone(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : Invalid<int?>(name, text, "a whole number from 0", null);

    /// <summary>A whole number that may be 0.</summary>
    public int WholeNumber(string name, string text, int otherwise) =>
        string.IsNullOrWhiteSpace(text) ? otherwise
        : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : Invalid(name, text, "a whole number from 0", otherwise);

    /// <summary>A number above 0; null for an empty text.</summary>
    public double? Number(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value) ? value
        : Invalid<double?>(name, text, "a number above 0, such as '2' or '0.5'", null);

    /// <summary>Bytes; null for an empty text.</summary>
    public long? Memory(string name, string text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : MemorySize.Parse(text.Trim()) ?? Invalid<long?>(name, text, "a size of memory such as '512m' or '16g'", null);

    /// <summary>Whole numbers, separated by semicolons, commas or blanks.</summary>
    public IReadOnlyList<int> WholeNumbers(string name, string text)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split([';', ',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return Invalid<IReadOnlyList<int>>(name, text, "whole numbers separated by semicolons, such as '1;137'", []);
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>A value of an enumeration, by its name in any case.</summary>
    public T Choice<T>(string name, string text, T otherwise)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
#pragma warning disable CA1308 // the names as the documentation writes them
        return string.IsNullOrWhiteSpace(text) ? otherwise
            : names.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(text.Trim(), ignoreCase: true)
            : Invalid(name, text, string.Join(", ", names.Select(choice => $"'{choice.ToLowerInvariant()}'")), otherwise);
#pragma warning restore CA1308
    }

    /// <summary>A length of time: <c>90</c> (seconds), <c>45s</c>, <c>30m</c>, <c>1.5h</c>, <c>2d</c> or <c>01:30:00</c>.</summary>
    public TimeSpan? Duration(string name, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return ParseDuration(text.Trim()) is { } time && time > TimeSpan.Zero && time <= LongestDuration
            ? time
            : Invalid<TimeSpan?>(name, text, "a time up to 49 days like '90s', '30m', '1.5h' or '01:30:00'", null);
    }

    /// <summary>Words split as a shell splits them.</summary>
    public IReadOnlyList<string> Words(string name, string text)
    {
        try
        {
            return Processes.CommandLine.Split(text, name, SourceLocation.None);
        }
        catch (DiagnosticException exception)
        {
            _mistakes.AddRange(exception.Diagnostics.Select(mistake => mistake with { Location = Locate(name, text) }));
            return [];
        }
    }

    /// <exception cref="DiagnosticException">There were mistakes.</exception>
    public void ThrowIfMistaken()
    {
        if (_mistakes.Count > 0)
        {
            throw new DiagnosticException(_mistakes);
        }
    }

    private static TimeSpan? ParseDuration(string text)
    {
        if (NumberWithUnit().Match(text) is { Success: true } match)
        {
            var number = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            return number >= 1e7 ? null : match.Groups[2].Value switch
            {
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                "d" => TimeSpan.FromDays(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    /// <summary>Adds a mistake and gives the value to go on with.</summary>
    public T Invalid<T>(string name, string text, string allowed, T otherwise)
    {
        _mistakes.Add(Diagnostic.Create(ProjectDiagnostics.PropertyInvalid, Locate(name, text), name, text, allowed));
        return otherwise;
    }

    [GeneratedRegex(@"\A([0-9]+(?:\.[0-9]+)?)([smhd]?)\z")]
    private static partial Regex NumberWithUnit();
}
