using System.Text.Json;

namespace Caliban.Emulator.State;

/// <summary>
/// Writes the state to a file before a change is answered. Changes that come while a write is under way share the next one.
/// </summary>
/// <param name="take">The state as it is.</param>
internal sealed class StateFile(string path, Func<SavedState> take)
{
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task? _waiting;

    /// <returns>Null when there is no file.</returns>
    /// <exception cref="IOException">It is no state.</exception>
    public static SavedState? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<SavedState>(stream);
        }
        catch (JsonException exception)
        {
            throw new IOException($"the state file cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Ends when all that was changed before the call is on the disk.</summary>
    public Task SaveAsync()
    {
        lock (_gate)
        {
            // The write that runs may have taken the state before the change; the one that waits has not.
            return _waiting ??= WriteAfterAsync(_running);
        }
    }

    private async Task WriteAfterAsync(Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _running = _waiting!;
            _waiting = null;
        }

        var temporary = $"{path}.new";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024))
        {
            await JsonSerializer.SerializeAsync(stream, take()).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
