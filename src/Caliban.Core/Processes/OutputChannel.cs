namespace Caliban.Core.Processes;

/// <summary>The two output streams of a process.</summary>
public enum OutputChannel
{
    Standard,
    Error,
}

/// <summary>Receives raw output as it arrives, from one thread per channel. The memory is valid during the call only.</summary>
public delegate void OutputHandler(OutputChannel channel, ReadOnlyMemory<byte> bytes);
