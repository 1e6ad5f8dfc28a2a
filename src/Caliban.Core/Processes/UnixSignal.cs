namespace Caliban.Core.Processes;

/// <summary>POSIX signals by their numbers on Linux and macOS.</summary>
internal enum UnixSignal
{
    Interrupt = 2,
    Kill = 9,
}
