using System.Runtime.InteropServices;

namespace Caliban.Tasks;

/// <summary>
/// CI systems end a build by SIGTERM, a closed terminal by SIGHUP; while this lives both get the same orderly stop as
/// Ctrl-C.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly Action _cancel;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;

    public TerminationSignals(Action cancel)
    {
        _cancel = cancel;
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
    }

    public void Dispose()
    {
        _terminate.Dispose();
        _hangUp.Dispose();
    }

    // The dotnet command has a handler of its own, called after this one, that exits at once and with 0. It has to wait:
    // the process ends when the build does, whose exit code tells that it failed.
    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _cancel();
        Thread.Sleep(Timeout.Infinite);
    }
}
