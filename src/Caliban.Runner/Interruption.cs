using System.Runtime.InteropServices;

namespace Caliban.Runner;

/// <summary>Turns Ctrl-C, SIGTERM and a closed terminal into a cancellation; a second one ends the program at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private volatile bool _childHasCtrlC;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>From now on Ctrl-C is meant for the child that has the terminal and hears it, too.</summary>
    public void LeaveCtrlCToChild() => _childHasCtrlC = true;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_childHasCtrlC && context.Signal == PosixSignal.SIGINT)
        {
            context.Cancel = true;
            return;
        }

        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
