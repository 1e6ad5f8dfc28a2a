using System.Text.RegularExpressions;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary>
/// References that the service would resolve. In commands, arguments and values of variables <c>$(NAME)</c> becomes a
/// variable and <c>$$</c> becomes <c>$</c>, as in Kubernetes; what is not meant so is escaped.
/// </summary>
/// <seealso href="https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/"/>
internal static partial class VariableReference
{
    /// <summary>The text that arrives as this one. A <c>$</c> alone is no reference and stays.</summary>
    public static string Escape(string text) => Dollars().Replace(text, dollars => dollars.Value + dollars.Value);

    [GeneratedRegex(@"\$+(?=\()|\${2,}")]
    private static partial Regex Dollars();
}
