using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;

namespace Caliban.Core.Tests.Experiments;

/// <summary>Reads configurations from memory, through the standard input.</summary>
internal static class Configurations
{
    public static readonly SourceLocation Declared = new("train.proj", 7, 5);

    public static ExperimentFile StandardInput => new("stdin", "", Declared);

    public static ExperimentSet Read(string json, params ParameterAxis[] axes) => Read(Encoding.UTF8.GetBytes(json), axes);

    public static ExperimentSet Read(byte[] json, params ParameterAxis[] axes) =>
        ExperimentSetReader.Read([StandardInput], axes, () => new MemoryStream(json), CancellationToken.None);

    public static IReadOnlyList<Diagnostic> Mistakes(string json, params ParameterAxis[] axes) =>
        Assert.Throws<DiagnosticException>(() => Read(json, axes)).Diagnostics;

    public static IReadOnlyList<Diagnostic> Mistakes(byte[] json) =>
        Assert.Throws<DiagnosticException>(() => Read(json)).Diagnostics;

    /// <summary>The code and the place of each mistake, <c>CAL2011 1,8</c>.</summary>
    public static string Places(IEnumerable<Diagnostic> mistakes) => string.Join(
        "; ", mistakes.Select(mistake => $"{mistake.Descriptor.Code} {mistake.Location.Line},{mistake.Location.Column}"));

    public static string Write(ExperimentSet set, ExpansionFormat format)
    {
        using var writer = new StringWriter();
        ExpansionWriter.Write(set.Experiments, format, writer);
        return writer.ToString();
    }

    public static string Expand(string json, params ParameterAxis[] axes) =>
        Write(Read(json, axes), ExpansionFormat.Json).TrimEnd('\n');

    public static ParameterAxis Axis(string name, params string[] values) => new(name, values, Declared);
}
