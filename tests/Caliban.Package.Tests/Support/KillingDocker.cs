using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>
/// A <c>docker</c> command that ends the build which calls it at its second <c>run</c>: before the engine is asked, or after
/// the container runs and before the build can know.
/// </summary>
internal sealed class KillingDocker : IDisposable
{
    private readonly TemporaryFolder _folder = new("killing-docker");

    /// <param name="client">The real command.</param>
    /// <param name="moment"><c>before</c> or <c>after</c>.</param>
    public KillingDocker(string client, string moment)
    {
        var script = _folder.Write("docker", $$"""
            #!/bin/sh
            real={{client}}
            if [ "$1" != run ] || [ -e "{{Marker}}" ]; then exec "$real" "$@"; fi
            if mkdir "{{_folder.Path}}/first" 2>/dev/null; then exec "$real" "$@"; fi
            : >"{{Marker}}"
            build=$PPID
            while [ "$build" -gt 1 ] && ! tr '\0' ' ' <"/proc/$build/cmdline" | grep -q CalibanRun; do
                build=$(sed 's/.*) . \([0-9]*\) .*/\1/' "/proc/$build/stat")
            done
            if [ {{moment}} = before ]; then
                kill -KILL "$build"
                exec "$real" "$@"
            fi
            "$real" "$@" &
            name=$(printf '%s\n' "$@" | sed -n '/^--name$/{n;p;q}')
            until [ "$("$real" inspect --format '{{"{{.State.Running}}"}}' "$name" 2>/dev/null)" = true ]; do sleep 0.02; done
            kill -KILL "$build"
            wait
            """);
        Programs.MakeExecutable(script);
    }

    /// <summary>Whether it has ended a build.</summary>
    public bool HasKilled => File.Exists(Marker);

    private string Marker => Path.Combine(_folder.Path, "killed");

    public void Apply(Command command) => command.Environment["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

    public void Dispose() => _folder.Dispose();
}
