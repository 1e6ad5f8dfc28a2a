namespace Caliban.Emulator.Filters;

/// <summary>A text that is no filter.</summary>
internal sealed class FilterException(string message) : Exception(message);
