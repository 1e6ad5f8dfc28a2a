using System.Globalization;

namespace Caliban.Core.Docker;

/// <summary>Where a container stands.</summary>
public enum ContainerPhase
{
    /// <summary>Made, and never started.</summary>
    Created,

    /// <summary>Running, paused, or being restarted or removed.</summary>
    Running,

    Exited,
}

/// <summary>A container as <c>docker ps</c> lists it.</summary>
/// <param name="ExitCode">Where it has exited.</param>
public sealed record ContainerState(ContainerPhase Phase, int? ExitCode = null)
{
    /// <param name="status">Such as <c>Exited (3) 2 minutes ago</c>; every version of the command has it.</param>
    internal static ContainerState Parse(string status)
    {
        if (status.StartsWith("Created", StringComparison.Ordinal))
        {
            return new ContainerState(ContainerPhase.Created);
        }

        if (status.StartsWith("Exited (", StringComparison.Ordinal)
            && int.TryParse(status.AsSpan()["Exited (".Length..status.IndexOf(')', StringComparison.Ordinal)], CultureInfo.InvariantCulture, out var code))
        {
            return new ContainerState(ContainerPhase.Exited, code);
        }

        // A dead one could not be removed; nothing of it runs.
        return new ContainerState(status.StartsWith("Dead", StringComparison.Ordinal) ? ContainerPhase.Exited : ContainerPhase.Running);
    }
}
