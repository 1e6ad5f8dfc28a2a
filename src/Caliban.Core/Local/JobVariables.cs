using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Planning;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Local;

/// <summary>
/// The variables of jobs: what <c>mlflow_config</c> and <c>uv</c> of <c>.calibanconfig.json</c> give them, and then the
/// <c>JobEnvironment</c> items. One of the former holds a password, so they are read when jobs are started and stand in no
/// plan, on no command line and in no image.
/// </summary>
/// <seealso href="https://mlflow.org/docs/latest/api_reference/cli.html"/>
internal sealed class JobVariables(SweepRun run, ProjectConfiguration configuration)
{
    /// <exception cref="DiagnosticException">The file has mistakes: CAL1020 to CAL1029.</exception>
    public static JobVariables Read(SweepRun run)
    {
        var mistakes = new List<Diagnostic>();
        var configuration = ProjectConfiguration.Read(run.Plan.ProjectFolder, mistakes);
        return mistakes.Count > 0 ? throw new DiagnosticException(mistakes) : new JobVariables(run, configuration);
    }

    /// <summary>
    /// Arguments of <c>docker run</c>: names alone, whose values the command takes from its own variables. Only where it
    /// would follow the variable itself does the value of an item stand there.
    /// </summary>
    public IEnumerable<string> Arguments(PlannedJob job) => Of(job).Keys
        .Union(run.Plan.Environment.Select(variable => variable.Name), StringComparer.Ordinal)
        .SelectMany(name => (string[])["--env", IsReadByDocker(name) && Of(job).TryGetValue(name, out var value) ? $"{name}={value}" : name]);

    /// <summary>Names and values, without those that are passed on from the build.</summary>
    public IReadOnlyDictionary<string, string> Of(PlannedJob job)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in MlflowVariables.Of(run.Plan, configuration, run.Group, $"{run.RunId}-{job.Index}", withPassword: true))
        {
            variables[name] = value;
        }

        foreach (var (name, value) in run.Plan.Environment)
        {
            if (value is null)
            {
                variables.Remove(name);
            }
            else
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    /// <summary>What the <c>docker</c> command is started with, so that it can pass values on.</summary>
    public IReadOnlyDictionary<string, string> OfClient(PlannedJob job) =>
        Of(job).Where(variable => !IsReadByDocker(variable.Key)).ToDictionary();

    // https://docs.docker.com/reference/cli/docker/#environment-variables
    private static bool IsReadByDocker(string name) =>
        name.StartsWith("DOCKER_", StringComparison.Ordinal)
        || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)
        || name is "HOME" or "PATH" or "USERPROFILE" or "TMPDIR" or "TMP" or "TEMP" or "SSH_AUTH_SOCK" or "XDG_RUNTIME_DIR" or "XDG_CONFIG_HOME"
        || name.StartsWith("GO", StringComparison.Ordinal) || name.StartsWith("LD_", StringComparison.Ordinal);
}
