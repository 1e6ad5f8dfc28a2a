using Caliban.Testing;

namespace Caliban.Core.Tests.Docker;

/// <summary>A <c>docker</c> that is a shell script, first and alone on a search path.</summary>
internal sealed class FakeDocker : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="script">What it does; the commands it uses must be builtins or absolute paths.</param>
    public FakeDocker(string script) =>
        ShellScript.WriteAsync(Path.Combine(SearchPath, "docker"), script).GetAwaiter().GetResult();

    /// <summary>One that answers, 20.10.24 in front of 28.2.2.</summary>
    public static FakeDocker Answering() => new("echo '20.10.24+dfsg1 28.2.2'");

    /// <summary>One with no engine behind it.</summary>
    public static FakeDocker Refusing() => new("echo '28.2.2 '; echo 'Cannot connect to the Docker daemon. Is it running?' >&2; exit 1");

    /// <summary>One that never answers.</summary>
    public static FakeDocker Hanging() => new("exec /bin/sleep 1000");

    public string SearchPath => Path.Combine(_folder.Path, "bin");

    public void Dispose() => _folder.Dispose();
}
