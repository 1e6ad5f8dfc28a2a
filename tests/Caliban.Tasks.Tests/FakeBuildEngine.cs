using System.Collections;
using Microsoft.Build.Framework;

namespace Caliban.Tasks.Tests;

/// <summary>The build as a task sees it: remembers what was logged.</summary>
internal sealed class FakeBuildEngine(string targetsFile = "/sdk/Caliban.Run.targets") : IBuildEngine
{
    public List<BuildErrorEventArgs> Errors { get; } = [];

    public List<BuildWarningEventArgs> Warnings { get; } = [];

    public List<BuildMessageEventArgs> Messages { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 42;

    public int ColumnNumberOfTaskNode => 5;

    public string ProjectFileOfTaskNode => targetsFile;

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e);

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }
}
