using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>Vertex AI does not take a job: it does not exist, and sending it again would not change that.</summary>
public sealed class SubmissionRefusedException(RefusalKind kind, Diagnostic diagnostic, IReadOnlyList<string> quotaMetrics) : Exception(diagnostic.ToString())
{
    public RefusalKind Kind => kind;

    /// <summary>CAL5055 to CAL5071.</summary>
    public Diagnostic Diagnostic => diagnostic;

    /// <summary>The names of the quotas that are exceeded; empty for other kinds.</summary>
    public IReadOnlyList<string> QuotaMetrics => quotaMetrics;
}
