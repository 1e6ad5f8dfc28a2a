using Caliban.Core.Diagnostics;

namespace Caliban.Core.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    private static readonly DiagnosticDescriptor Warning = new("CAL9999", DiagnosticSeverity.Warning, "Title", "{0} is {1}.", "Cause.", "Remedy.");

    [Theory]
    [InlineData(null, 0, 0, "warning CAL9999: a is 1.5.")]
    [InlineData("a b.json", 0, 0, "a b.json: warning CAL9999: a is 1.5.")]
    [InlineData("a.json", 3, 0, "a.json(3): warning CAL9999: a is 1.5.")]
    [InlineData("a.json", 3, 7, "a.json(3,7): warning CAL9999: a is 1.5.")]
    public void A_diagnostic_is_written_as_compilers_do(string? file, int line, int column, string text) =>
        Assert.Equal(text, Diagnostic.Create(Warning, new SourceLocation(file, line, column), "a", 1.5).ToString());

    [Fact]
    public void An_error_is_called_one() => Assert.Equal(
        "error CAL9999: a is b.",
        Diagnostic.Create(Warning with { Severity = DiagnosticSeverity.Error }, SourceLocation.None, "a", "b").ToString());

    [Fact]
    public void Braces_in_what_a_message_is_about_are_kept() =>
        Assert.Equal("{0} is {{x}}.", Diagnostic.Create(Warning, SourceLocation.None, "{0}", "{{x}}").Message);

    [Fact]
    public void An_exception_says_all_its_diagnostics()
    {
        var first = Diagnostic.Create(Warning, SourceLocation.None, "a", 1);
        var second = Diagnostic.Create(Warning, SourceLocation.None, "b", 2);

        var exception = new DiagnosticException([first, second]);

        Assert.Equal([first, second], exception.Diagnostics);
        Assert.Equal($"{first}{Environment.NewLine}{second}", exception.Message);
    }
}
