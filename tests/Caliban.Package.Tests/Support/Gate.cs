using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A file that jobs of <see cref="Scripts.Waiting"/> wait for.</summary>
internal sealed class Gate : IDisposable
{
    private readonly TemporaryFolder _folder = new("caliban-gate");

    /// <summary>Arguments of a build whose jobs wait for this gate, in whatever engine.</summary>
    public string[] Arguments =>
        [$"-p:CalibanScriptArgs={File}", $"-p:CalibanDockerRunArgs=-v {_folder.Path}:{_folder.Path}"];

    private string File => Path.Combine(_folder.Path, "open");

    public void Open() => _folder.Write("open", "");

    public void Dispose()
    {
        // Whoever still waits may end.
        Open();
        _folder.Dispose();
    }
}
