using Caliban.Core.Diagnostics;

namespace Caliban.Core.Jobs.Remote;

/// <summary>A backend does not take a job, and does not have it.</summary>
/// <param name="kind">What follows for other jobs.</param>
public sealed class RemoteRefusalException(Diagnostic diagnostic, RemoteRefusalKind kind) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic => diagnostic;

    public RemoteRefusalKind Kind => kind;
}

/// <summary>What a refusal says of other jobs.</summary>
public enum RemoteRefusalKind
{
    /// <summary>This job is refused; another one may be taken.</summary>
    OfJob,

    /// <summary>There is no room for this kind of hardware; another kind may be had.</summary>
    OfHardware,

    /// <summary>No job is taken, such as for lack of a permission.</summary>
    OfAll,
}
