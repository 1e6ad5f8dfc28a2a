namespace Caliban.Core.Hardware.Tables;

/// <summary>Accelerators that can no longer be had.</summary>
/// <param name="Page">Where Google says so.</param>
/// <param name="Date">The day their support ended, <c>yyyy-MM-dd</c>; null where the page of the table names none.</param>
public sealed record EndOfSupport(string Page, string? Date = null);
