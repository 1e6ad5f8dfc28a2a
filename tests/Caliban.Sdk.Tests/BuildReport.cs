namespace Caliban.Sdk.Tests;

/// <summary>What a build in this process did; its text is the log, for the message of a failed assertion.</summary>
internal sealed record BuildReport(
    bool Succeeded, string Log, IReadOnlyList<ReportedDiagnostic> Diagnostics, IReadOnlyList<ReturnedItem> Items)
{
    public BuildReport ShouldSucceed()
    {
        Assert.True(Succeeded, ToString());
        return this;
    }

    public BuildReport ShouldFail()
    {
        Assert.False(Succeeded, ToString());
        return this;
    }

    /// <summary>The only diagnostic of a code.</summary>
    public ReportedDiagnostic Single(string code)
    {
        var found = Diagnostics.Where(diagnostic => diagnostic.Code == code).ToList();
        Assert.True(found.Count == 1, $"{found.Count} diagnostics {code}\n{this}");
        return found[0];
    }

    public override string ToString() => Log;
}

/// <summary>An error or warning.</summary>
internal sealed record ReportedDiagnostic(
    bool IsError, string Code, string File, int Line, int Column, string Message, string HelpLink);

/// <summary>An item that the built target returned.</summary>
internal sealed record ReturnedItem(string Name, IReadOnlyDictionary<string, string> Metadata)
{
    public string this[string name] => Metadata[name];
}
