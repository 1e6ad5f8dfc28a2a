using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Tests.Diagnostics;

public sealed class DiagnosticRegistryTests
{
    private static readonly Dictionary<Type, char> Ranges = new()
    {
        [typeof(ProjectDiagnostics)] = '1',
        [typeof(ExperimentDiagnostics)] = '2',
        [typeof(ConfigurationFileDiagnostics)] = '1',
        [typeof(ImageDiagnostics)] = '3',
        [typeof(LayerDiagnostics)] = '3',
        [typeof(RegistryDiagnostics)] = '3',
        [typeof(GoogleApiDiagnostics)] = '5',
        [typeof(RemoteJobDiagnostics)] = '5',
        [typeof(GoogleCloudDiagnostics)] = '3',
        [typeof(ContextDiagnostics)] = '3',
        [typeof(EnvironmentDiagnostics)] = '3',
        [typeof(LocalRunDiagnostics)] = '4',
        [typeof(GoogleApiDiagnostics)] = '5',
        [typeof(SessionDiagnostics)] = '4',
        [typeof(HardwareDiagnostics)] = '5',
        [typeof(VertexDiagnostics)] = '5',
        [typeof(HistoryDiagnostics)] = '7',
        [typeof(ReportDiagnostics)] = '7',
        [typeof(TrackingDiagnostics)] = '7',
    };

    public static TheoryData<string> Codes => [.. DiagnosticRegistry.All.Select(descriptor => descriptor.Code)];

    [Fact]
    public void The_page_is_what_the_registry_says() => Golden.CheckPage("diagnostics.md", DiagnosticsPage.Write(DiagnosticRegistry.All));

    [Fact]
    public void Codes_are_unique_and_in_order() =>
        Assert.Equal(DiagnosticRegistry.All.Select(descriptor => descriptor.Code).Distinct().Order(StringComparer.Ordinal), DiagnosticRegistry.All.Select(descriptor => descriptor.Code));

    [Fact]
    public void Retired_codes_are_not_used_again() =>
        Assert.Empty(DiagnosticRegistry.All.Select(descriptor => descriptor.Code).Intersect(DiagnosticRegistry.Retired));

    [Fact]
    public void Every_class_of_diagnostics_is_in_the_registry_and_keeps_to_its_range()
    {
        var classes = typeof(DiagnosticRegistry).Assembly.GetTypes()
            .Where(type => type.GetProperties().Any(property => property.PropertyType == typeof(DiagnosticDescriptor) && property.GetMethod!.IsStatic))
            .ToList();

        Assert.Equal(Ranges.Keys.Select(type => type.Name).Order(), classes.Select(type => type.Name).Order());
        foreach (var (type, range) in Ranges)
        {
            var descriptors = type.GetProperties().Select(property => (DiagnosticDescriptor)property.GetValue(null)!).ToList();
            Assert.All(descriptors, descriptor => Assert.Matches($"^CAL{range}[0-9]{{3}}$", descriptor.Code));
            Assert.All(descriptors, descriptor => Assert.Contains(descriptor, DiagnosticRegistry.All));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_text_is_there_and_a_sentence(string code)
    {
        var descriptor = Find(code);

        Assert.Matches(@"(\.|\{[0-9]+\})$", descriptor.MessageFormat);
        Assert.Matches(@"[^.\s]$", descriptor.Title);
        Assert.EndsWith(".", descriptor.Cause);
        Assert.EndsWith(".", descriptor.Remedy);
        Assert.All(
            (string[])[descriptor.Title, descriptor.MessageFormat, descriptor.Cause, descriptor.Remedy],
            text => Assert.DoesNotMatch(@"\s\s|\n|^\s|\s$", text));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_parameters_of_a_message_count_from_0_without_a_gap(string code)
    {
        var format = Find(code).MessageFormat;
        var numbers = Regex.Matches(format.Replace("{{", "").Replace("}}", ""), @"\{([0-9]+)\}")
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Distinct()
            .Order()
            .ToList();

        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.DoesNotContain("{0}", string.Format(CultureInfo.InvariantCulture, format, [.. numbers.Select(number => $"<{number}>")]));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Help_leads_to_the_heading_of_the_code(string code)
    {
        var page = DiagnosticsPage.Write(DiagnosticRegistry.All);

        Assert.EndsWith($"/docs/diagnostics.md#{code.ToLowerInvariant()}", Find(code).HelpLink);
        Assert.Contains($"\n### {code}\n", page);
    }

    private static DiagnosticDescriptor Find(string code) => DiagnosticRegistry.All.Single(descriptor => descriptor.Code == code);
}
