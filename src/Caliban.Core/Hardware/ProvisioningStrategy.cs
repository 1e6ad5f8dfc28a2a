namespace Caliban.Core.Hardware;

/// <summary>How the machines of a job are had: <c>CalibanStrategy</c>.</summary>
/// <seealso href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/rest/v1/CustomJobSpec#scheduling"/>
public enum ProvisioningStrategy
{
    /// <summary>On demand: a job fails, or waits, when there are none.</summary>
    Standard,

    /// <summary>Spare machines, cheaper, and taken back at any time; the job is then begun again up to six times.</summary>
    Spot,

    /// <summary>The job waits until all its machines are free, and keeps them for seven days at most.</summary>
    FlexStart,
}
