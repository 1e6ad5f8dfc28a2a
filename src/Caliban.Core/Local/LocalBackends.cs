using Caliban.Core.Docker;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The backends of this machine, by the names that the history keeps.</summary>
/// <param name="variable">Reads an environment variable of the build.</param>
public sealed class LocalBackends(Func<string, string?> variable)
{
    /// <summary>The backend of a name; null when there is none, or it does not answer.</summary>
    /// <param name="name"><c>docker</c>, <c>process</c>.</param>
    public async Task<IJobBackend?> FindAsync(string name, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case ProcessBackend.BackendName:
                return new ProcessBackend();
            case DockerBackend.BackendName:
                var (engine, _) = await DockerEngine.ProbeAsync(variable("PATH"), DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
                return engine is null ? null : new DockerBackend(engine.Client);
            default:
                return null;
        }
    }
}
