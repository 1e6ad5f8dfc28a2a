using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A folder in which jobs write down that they ran, in whatever engine.</summary>
internal sealed class Ledger : IDisposable
{
    /// <summary>Python that notes the value of the job's first flag, and then waits while there is a file named <c>hold</c>.</summary>
    public const string Script = """
        import os, sys, time
        ledger, name = sys.argv[1], sys.argv[3]
        handle = os.open(os.path.join(ledger, "ran"), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o666)
        os.write(handle, (name + "\n").encode())
        print("begins", name, flush=True)
        while os.path.exists(os.path.join(ledger, "hold")):
            time.sleep(0.05)

        """;

    private readonly TemporaryFolder _folder = new("caliban-ledger");

    /// <summary>Arguments of a build whose jobs write into it.</summary>
    public string[] Arguments => [$"-p:CalibanScriptArgs={_folder.Path}", $"-p:CalibanDockerRunArgs=-v {_folder.Path}:{_folder.Path}"];

    /// <summary>What ran since this was asked last, in order of names.</summary>
    public string TakeRan()
    {
        var file = Path.Combine(_folder.Path, "ran");
        var ran = File.Exists(file) ? File.ReadAllLines(file) : [];
        File.Delete(file);
        return string.Join(' ', ran.Order(StringComparer.Ordinal));
    }

    /// <summary>Jobs wait.</summary>
    public void Hold() => _folder.Write("hold", "");

    public void LetGo() => File.Delete(Path.Combine(_folder.Path, "hold"));

    public void Dispose()
    {
        LetGo();
        _folder.Dispose();
    }
}
