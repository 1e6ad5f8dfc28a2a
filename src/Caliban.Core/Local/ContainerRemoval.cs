using Caliban.Core.Docker;

namespace Caliban.Core.Local;

/// <summary>Removes containers that have ended in the background, as many at once as have come together.</summary>
internal sealed class ContainerRemoval(DockerClient docker)
{
    private readonly Lock _lock = new();
    private List<string> _waiting = [];
    private Task _work = Task.CompletedTask;
    private bool _isWorking;

    public void Add(string name)
    {
        lock (_lock)
        {
            _waiting.Add(name);
            if (!_isWorking)
            {
                _isWorking = true;
                _work = Task.Run(WorkAsync);
            }
        }
    }

    /// <summary>Ends when all are removed, or the engine has stopped answering.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            return _work;
        }
    }

    private async Task WorkAsync()
    {
        while (Take() is { } names)
        {
            try
            {
                await docker.RemoveEndedAsync(names, CancellationToken.None).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // They are left; a later build finds them by their label.
            }
        }
    }

    private List<string>? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _isWorking = false;
                return null;
            }

            var names = _waiting;
            _waiting = [];
            return names;
        }
    }
}
