namespace Caliban.Testing;

/// <summary>A new folder for one test, removed with all it holds afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string name = "caliban") =>
        Path = Directory.CreateDirectory(
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{name}-{Guid.NewGuid():N}"[..(name.Length + 9)])).FullName;

    public string Path { get; }

    /// <summary>Writes a file below the folder, with the directories it needs, and returns its full path.</summary>
    public string Write(string relativePath, string content)
    {
        var path = System.IO.Path.Combine(Path, relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that is still ending may hold a file; the system's temporary folder is cleaned by the system.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
