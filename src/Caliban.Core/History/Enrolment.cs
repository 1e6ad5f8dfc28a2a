namespace Caliban.Core.History;

/// <summary>What becomes of an experiment that a run wants.</summary>
public enum EnrolmentKind
{
    /// <summary>A new job is planned for it.</summary>
    Planned,

    /// <summary>It already has a job of a run that lives, which is waited for.</summary>
    Joined,

    /// <summary>A job of a run that has ended still runs, and this run has taken it over.</summary>
    Adopted,

    /// <summary>It has a result already, and needs no job.</summary>
    UpToDate,
}

/// <param name="Job">The number of the planned, joined or adopted job, or of the one that has the result.</param>
public sealed record Enrolment(EnrolmentKind Kind, long Job, Precedent Precedent);
