namespace Caliban.Core.Local;

/// <summary>Where <c>docker run</c> writes the ids of containers, which says that they exist without asking the engine.</summary>
internal sealed class ContainerIdFiles
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("caliban-").FullName);

    /// <summary>A file that is not there yet.</summary>
    public string New(string container)
    {
        var file = Path.Combine(_folder.Value, container);
        File.Delete(file);
        return file;
    }

    public static bool Exists(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };

    /// <summary>Waits until the container exists; false when the command ended without.</summary>
    public static async Task<bool> WaitAsync(string file, Task end)
    {
        while (!Exists(file))
        {
            if (end.IsCompleted)
            {
                return false;
            }

            await Task.WhenAny(end, Task.Delay(Interval)).ConfigureAwait(false);
        }

        return true;
    }

    public void Delete()
    {
        if (_folder.IsValueCreated)
        {
            StagedCopy.Delete(_folder.Value);
        }
    }
}
