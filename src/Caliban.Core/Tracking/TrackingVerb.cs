namespace Caliban.Core.Tracking;

/// <summary>What can be done with jobs that were submitted before.</summary>
public enum TrackingVerb
{
    Status,
    Stop,
    Resubmit,
    Logs,
    Wait,
    Forget,
}
