using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware.Tables;

namespace Caliban.Core.Hardware;

/// <summary>A <c>GpuSpec</c> or <c>TpuSpec</c>: how many accelerators of which type, <c>2xV100</c>.</summary>
public sealed partial record AcceleratorSpec(int Count, AcceleratorType Type)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}x{Type.Name}");

    /// <summary>Reads <c>NUMxTYPE</c> in any case. What it is not, is among the mistakes: CAL5001 to CAL5003.</summary>
    /// <param name="place">Asked only when there is a mistake.</param>
    /// <param name="anyType">Whether a type that is in no table is taken as the API's own text.</param>
    /// <returns>Null when there was a mistake.</returns>
    public static AcceleratorSpec? Read(
        AcceleratorKind kind, string text, Func<SourceLocation> place, bool anyType, ICollection<Diagnostic> mistakes)
    {
        var (word, example) = kind == AcceleratorKind.Gpu ? ("GPU", "8xV100") : ("TPU", "8xV2");
        var table = HardwareTables.Machines;
        // A name alone may hold an 'x' itself, such as RTX_PRO_6000.
        if (CountAndType().Match(text) is not { Success: true } parts || table.Find(kind, text) is not null)
        {
            mistakes.Add(Diagnostic.Create(HardwareDiagnostics.SpecSeparatorMissing, place(), word, text, example));
            return null;
        }

        var count = parts.Groups["count"].Value.Trim();
        if (!int.TryParse(count, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            mistakes.Add(Diagnostic.Create(HardwareDiagnostics.SpecCountInvalid, place(), word, count, example));
            return null;
        }

        var name = AcceleratorType.Normalize(parts.Groups["type"].Value);
        if (table.Find(kind, name) is { } type)
        {
            return new AcceleratorSpec(number, type);
        }

        if (anyType && ApiName().IsMatch(name) && number > 0)
        {
            return new AcceleratorSpec(number, new AcceleratorType(kind, name));
        }

        var valid = table.Accelerators.Where(own => own.Kind == kind && own.Ended is null).Select(own => own.Name);
        mistakes.Add(Diagnostic.Create(
            HardwareDiagnostics.AcceleratorTypeUnknown, place(), parts.Groups["type"].Value.Trim(), word, ChoiceList.InOrder(valid), table.Date));
        return null;
    }

    [GeneratedRegex(@"\A(?<count>[^xX]*)[xX](?<type>.*)\z", RegexOptions.Singleline)]
    private static partial Regex CountAndType();

    [GeneratedRegex(@"\A[A-Z0-9_]+\z")]
    private static partial Regex ApiName();
}
