using Caliban.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Caliban.Core.Tests.History;

/// <summary>A test that every database passes: skipped with a reason for one that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Caliban.Core.Tests.History.HistoryFactDiscoverer", "Caliban.Core.Tests")]
public sealed class HistoryFactAttribute : FactAttribute;

/// <summary>The same, once for each row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Caliban.Core.Tests.History.HistoryTheoryDiscoverer", "Caliban.Core.Tests")]
public sealed class HistoryTheoryAttribute : TheoryAttribute;

public sealed class HistoryFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Databases.Missing(testMethod) is { } reason
#pragma warning disable CA2000 // xunit disposes it
            ? [new XunitSkippedDataRowTestCase(
                DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, reason)]
#pragma warning restore CA2000
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}

public sealed class HistoryTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        Databases.Missing(testMethod) is { } reason
            ? CreateTestCasesForSkip(discoveryOptions, testMethod, theoryAttribute, reason)
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

internal static class Databases
{
    /// <summary>Why the database of a class of tests is not there; null when it is.</summary>
    public static string? Missing(ITestMethod method) =>
        method.TestClass.Class.Name.Contains("Postgres", StringComparison.Ordinal) ? PostgresFactAttribute.Missing : null;
}
