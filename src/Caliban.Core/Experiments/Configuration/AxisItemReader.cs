using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Repair;
using Caliban.Core.Experiments.Values;
namespace Caliban.Core.Experiments.Configuration;

/// <summary>Checks the <c>ExperimentParameter</c> items and makes axes of them.</summary>
internal sealed class AxisItemReader(List<Diagnostic> diagnostics)
{
    /// <summary>The items by their names, for the files to be compared with.</summary>
    public Dictionary<string, ParameterAxis> ByName { get; } = new(StringComparer.Ordinal);

    public List<ConfigAxis> Axes { get; } = [];

    public void Read(IReadOnlyList<ParameterAxis> items)
    {
        foreach (var item in items)
        {
            if (HasValidName(item) && !ByName.TryAdd(item.Name, item))
            {
                Report(ExperimentDiagnostics.AxisDuplicate, item, item.Name);
            }

            if (item.Values.Count == 0)
            {
                Report(ExperimentDiagnostics.AxisWithoutValues, item, item.Name);
            }

            Axes.Add(new ConfigAxis(item.Name, 1, [.. item.Values.Select(value => new ExperimentParameter(item.Name, Value(item, value)))]));
        }
    }

    private bool HasValidName(ParameterAxis item)
    {
        var problem = ProblemOfText(item.Name) is { } unusable
            ? $"it {unusable}"
            : ParameterKey.ProblemOfName(item.Name, "it");
        if (problem.Length > 0)
        {
            Report(ExperimentDiagnostics.AxisNameInvalid, item, ShortText.OneLine(item.Name, 40), problem);
        }

        return problem.Length == 0;
    }

    private ExperimentValue Value(ParameterAxis item, string text)
    {
        if (ProblemOfText(text) is { } problem)
        {
            Report(ExperimentDiagnostics.AxisValueInvalid, item, item.Name, ShortText.OneLine(text, 40), problem);
            return InvalidValue.Instance;
        }

        if (text is "true" or "false")
        {
            return text == "true" ? BooleanValue.True : BooleanValue.False;
        }

        // 1e3 would become 1000.0: only what stays as typed is a number.
        return JsonNumberAdvice.IsJsonNumber(text) && ConfigTokens.Number(text) is var number && number.ToFlagText() == text
            ? number
            : new StringValue(text);
    }

    private static string? ProblemOfText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "contains a NUL character";
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[++index])))
            {
                return "contains half of a surrogate pair, which is no character";
            }
        }

        return null;
    }

    private void Report(DiagnosticDescriptor descriptor, ParameterAxis item, params object[] arguments) =>
        diagnostics.Add(Diagnostic.Create(descriptor, item.DeclaredAt, arguments));
}
