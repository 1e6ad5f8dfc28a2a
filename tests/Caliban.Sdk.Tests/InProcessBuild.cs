using System.Globalization;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging;

namespace Caliban.Sdk.Tests;

/// <summary>Builds and evaluates projects in this process, which takes milliseconds where a <c>dotnet</c> takes a second.</summary>
internal static class InProcessBuild
{
    // MSBuild sets the current directory of the process.
    private static readonly Lock OneAtATime = new();

    public static BuildReport Run(string projectFile, string target, params (string Name, string Value)[] properties)
    {
        using var log = new StringWriter(CultureInfo.InvariantCulture);
        var diagnostics = new DiagnosticLogger();
        var (succeeded, items) = Build(projectFile, target, Globals(properties), diagnostics, log);
        return new BuildReport(succeeded, log.ToString(), diagnostics.Diagnostics, items);
    }

    public static string Property(string projectFile, string name, params (string Name, string Value)[] properties) =>
        Evaluate(projectFile, properties, project => project.GetPropertyValue(name));

    public static IReadOnlyList<string> Items(string projectFile, string type, params (string Name, string Value)[] properties) =>
        Evaluate(projectFile, properties, project => project.GetItems(type).Select(item => item.EvaluatedInclude).ToList());

    private static T Evaluate<T>(string projectFile, (string Name, string Value)[] properties, Func<ProjectInstance, T> read)
    {
        lock (OneAtATime)
        {
            using var projects = new ProjectCollection(Globals(properties));
            return read(projects.LoadProject(projectFile).CreateProjectInstance());
        }
    }

    private static (bool Succeeded, IReadOnlyList<ReturnedItem> Items) Build(
        string projectFile, string target, Dictionary<string, string> globals, DiagnosticLogger diagnostics, StringWriter log)
    {
        lock (OneAtATime)
        {
            using var projects = new ProjectCollection(globals);
            using var manager = new BuildManager();
            var parameters = new BuildParameters(projects)
            {
                EnableNodeReuse = false,
                Loggers = [diagnostics, new ConsoleLogger(LoggerVerbosity.Normal, log.Write, colorSet: null, colorReset: null)],
            };
            var result = manager.Build(parameters, new BuildRequestData(projectFile, globals!, null, [target], null));
            IReadOnlyList<ReturnedItem> items = result.ResultsByTarget.TryGetValue(target, out var built)
                ? [.. built.Items.Select(Returned)]
                : [];
            return (result.OverallResult == BuildResultCode.Success, items);
        }
    }

    private static ReturnedItem Returned(ITaskItem item) => new(
        item.ItemSpec,
        item.MetadataNames.Cast<string>().ToDictionary(name => name, item.GetMetadata, StringComparer.OrdinalIgnoreCase));

    private static Dictionary<string, string> Globals((string Name, string Value)[] properties) =>
        properties.ToDictionary(property => property.Name, property => property.Value, StringComparer.OrdinalIgnoreCase);
}
