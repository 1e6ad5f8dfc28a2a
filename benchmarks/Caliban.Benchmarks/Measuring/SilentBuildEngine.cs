using System.Collections;
using Microsoft.Build.Framework;

namespace Caliban.Benchmarks.Measuring;

/// <summary>The least a task needs of MSBuild. Messages cost nothing here; errors end the measurement.</summary>
internal sealed class SilentBuildEngine : IBuildEngine
{
    /// <summary>The code of a warning that a project turns off, which MSBuild drops.</summary>
    public string NoWarn { get; init; } = "";

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();

    public void LogErrorEvent(BuildErrorEventArgs e) => throw new InvalidOperationException(e.Message);

    public void LogWarningEvent(BuildWarningEventArgs e)
    {
        if (e.Code != NoWarn)
        {
            throw new InvalidOperationException(e.Message);
        }
    }

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }
}
