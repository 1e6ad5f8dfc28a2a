using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Projects;

public sealed class ProjectPropertiesTests
{
    private readonly ProjectProperties _properties = new("train.csproj");

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData(" false\n", false)]
    [InlineData("FALSE", false)]
    public void A_boolean_is_true_or_false_in_any_case(string text, bool value)
    {
        Assert.Equal(value, _properties.Boolean("P", text, !value));
        Assert.Empty(_properties.Mistakes);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("64", 64)]
    [InlineData(" 4 ", 4)]
    [InlineData("\n  8\n", 8)]
    public void A_count_is_a_whole_number_from_1(string text, int value)
    {
        Assert.Equal(value, _properties.Count("P", text, 99));
        Assert.Empty(_properties.Mistakes);
    }

    [Theory]
    [InlineData("auto", EngineChoice.Auto)]
    [InlineData("Docker", EngineChoice.Docker)]
    [InlineData(" PROCESS ", EngineChoice.Process)]
    public void A_choice_is_a_name_in_any_case(string text, EngineChoice value)
    {
        Assert.Equal(value, _properties.Choice("P", text, value == EngineChoice.Auto ? EngineChoice.Docker : EngineChoice.Auto));
        Assert.Empty(_properties.Mistakes);
    }

    [Theory]
    [InlineData("90", "00:01:30")]
    [InlineData("45s", "00:00:45")]
    [InlineData("30m", "00:30:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("2d", "2.00:00:00")]
    [InlineData(" 01:30:00 ", "01:30:00")]
    [InlineData("1.12:00:00", "1.12:00:00")]
    public void A_duration_is_a_number_with_a_unit_or_a_time(string text, string value)
    {
        Assert.Equal(TimeSpan.Parse(value, null), _properties.Duration("P", text));
        Assert.Empty(_properties.Mistakes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_text_is_the_default(string text)
    {
        Assert.True(_properties.Boolean("P", text, otherwise: true));
        Assert.Equal(7, _properties.Count("P", text, 7));
        Assert.Equal(EngineChoice.Docker, _properties.Choice("P", text, EngineChoice.Docker));
        Assert.Null(_properties.Duration("P", text));
        Assert.Empty(_properties.Words("P", text));
        Assert.Empty(_properties.Mistakes);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    public void Other_booleans_are_refused(string text)
    {
        _properties.Boolean("CalibanKeepGoing", text, otherwise: true);

        AssertInvalid("CalibanKeepGoing", text, "'true' or 'false'");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("four")]
    [InlineData("1,000")]
    [InlineData("99999999999")]
    public void Other_counts_are_refused(string text)
    {
        _properties.Count("CalibanMaxParallel", text, 1);

        AssertInvalid("CalibanMaxParallel", text, "a whole number from 1");
    }

    [Theory]
    [InlineData("podman")]
    [InlineData("1")]
    [InlineData("docker,process")]
    public void Other_choices_are_refused_with_those_there_are(string text)
    {
        _properties.Choice("CalibanEngine", text, EngineChoice.Auto);

        AssertInvalid("CalibanEngine", text, "'auto', 'docker', 'process'");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5s")]
    [InlineData("5 minutes")]
    [InlineData("1h30m")]
    [InlineData("00:00")]
    [InlineData("-01:00:00")]
    [InlineData("99999999999")]
    [InlineData("50d")]
    [InlineData("60.00:00:00")]
    public void Durations_that_are_none_or_longer_than_a_timer_holds_are_refused(string text)
    {
        Assert.Null(_properties.Duration("CalibanJobTimeout", text));

        AssertInvalid("CalibanJobTimeout", text, "'1.5h'");
    }

    [Fact]
    public void The_longest_duration_is_one_a_timer_takes()
    {
        using var timer = new CancellationTokenSource(_properties.Duration("P", "49d")!.Value);

        Assert.False(timer.IsCancellationRequested);
    }

    [Fact]
    public void Words_are_split_as_a_shell_does_and_a_quote_without_an_end_is_a_mistake()
    {
        Assert.Equal(["-v", "a b:/c"], _properties.Words("P", "-v 'a b:/c'"));
        Assert.Empty(_properties.Words("CalibanDockerRunArgs", "-v 'a b"));

        var mistake = Assert.Single(_properties.Mistakes);
        Assert.Same(ProjectDiagnostics.QuotesUnbalanced, mistake.Descriptor);
        Assert.Contains("CalibanDockerRunArgs", mistake.Message);
        Assert.Contains("character 4", mistake.Message);
    }

    [Fact]
    public void All_mistakes_are_reported_together_at_their_lines()
    {
        using var folder = new TemporaryFolder();
        var project = folder.Write("train.csproj", """
            <Project>
              <PropertyGroup>
                <CalibanMaxParallel>many</CalibanMaxParallel>
                <CalibanKeepGoing>maybe</CalibanKeepGoing>
                <CalibanScriptArgs>--name "x</CalibanScriptArgs>
              </PropertyGroup>
            </Project>
            """);
        var properties = new ProjectProperties(project);

        properties.Count("CalibanMaxParallel", "many", 1);
        properties.Boolean("CalibanKeepGoing", "maybe", otherwise: true);
        properties.Words("CalibanScriptArgs", "--name \"x");
        properties.Duration("CalibanJobTimeout", "from the command line");

        Assert.Equal(
            [new(project, 3, 6), new(project, 4, 6), new(project, 5, 6), new(project)],
            Assert.Throws<DiagnosticException>(properties.ThrowIfMistaken).Diagnostics.Select(mistake => mistake.Location));
    }

    [Fact]
    public void Without_mistakes_nothing_is_thrown() => Assert.Null(Record.Exception(_properties.ThrowIfMistaken));

    private void AssertInvalid(string name, string text, string allowed)
    {
        var mistake = Assert.Single(_properties.Mistakes);
        Assert.Same(ProjectDiagnostics.PropertyInvalid, mistake.Descriptor);
        Assert.StartsWith($"{name} is '{text}'", mistake.Message);
        Assert.Contains(allowed, mistake.Message);
    }
}
