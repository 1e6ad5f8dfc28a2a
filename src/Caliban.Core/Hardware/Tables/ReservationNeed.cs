namespace Caliban.Core.Hardware.Tables;

/// <summary>Whether accelerators can be had without a reservation of Compute Engine.</summary>
public enum ReservationNeed
{
    None,

    /// <summary>Google recommends a reservation or spot machines.</summary>
    Advised,

    /// <summary>Only with a reservation.</summary>
    Required,
}
