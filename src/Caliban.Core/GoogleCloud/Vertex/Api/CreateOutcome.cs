using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Vertex.Api;

/// <summary>What is known after a job was sent once.</summary>
internal abstract record CreateOutcome
{
    private CreateOutcome()
    {
    }

    /// <summary>It exists.</summary>
    internal sealed record Accepted(CustomJob Job) : CreateOutcome;

    /// <summary>It does not exist, and sending it again would not change that.</summary>
    internal sealed record Refused(SubmissionRefusedException Exception) : CreateOutcome;

    /// <summary>It does not exist, since too much is sent in a minute.</summary>
    /// <param name="Wait">How long the service asks to wait, or null.</param>
    /// <param name="PerMinute">How much it says is allowed in a minute, or null.</param>
    internal sealed record Slowed(SubmissionRefusedException Exception, TimeSpan? Wait, double? PerMinute) : CreateOutcome;

    /// <summary>It does not exist, since nothing of it left this machine.</summary>
    /// <param name="MayPass">Whether it can be sent again.</param>
    internal sealed record NotSent(Diagnostic Diagnostic, string Reason, bool MayPass) : CreateOutcome;

    /// <summary>It may exist or not.</summary>
    internal sealed record Unknown(string Reason) : CreateOutcome;
}
