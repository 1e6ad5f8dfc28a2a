using System.Text;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Keeps the end of what a job wrote on its error channel, where the Docker command itself says what went wrong.</summary>
internal sealed class DockerRunTail(OutputHandler next)
{
    private const int Length = 4096;

    private readonly Lock _lock = new();
    private byte[] _tail = [];

    public void Add(OutputChannel channel, ReadOnlyMemory<byte> bytes)
    {
        if (channel == OutputChannel.Error)
        {
            lock (_lock)
            {
                _tail = [.. _tail, .. bytes.Span];
                _tail = _tail.Length > Length ? _tail[^Length..] : _tail;
            }
        }

        next(channel, bytes);
    }

    /// <summary>What Docker, not the program, said: why a container was not started. Null when it said nothing.</summary>
    public string? Refusal
    {
        get
        {
            var lines = Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var refusal = lines.LastOrDefault(line => line.StartsWith("docker: ", StringComparison.Ordinal))
                ?? (lines.Any(line => line.Contains("docker run --help", StringComparison.Ordinal))
                    ? lines.FirstOrDefault(line => !line.Contains("docker run --help", StringComparison.Ordinal))
                    : null);
            return refusal?.Replace("docker: ", "", StringComparison.Ordinal).TrimEnd('.');
        }
    }

    /// <summary>A container of that name was there already.</summary>
    public bool IsNameTaken => Text.Contains("Conflict. The container name", StringComparison.Ordinal);

    /// <summary>The command lost its connection to the engine.</summary>
    public bool LostConnection =>
        Text.Contains("error waiting for container", StringComparison.Ordinal)
        || Text.Contains("error during connect", StringComparison.Ordinal)
        || Text.Contains("Cannot connect to the Docker daemon", StringComparison.Ordinal);

    private string Text
    {
        get
        {
            lock (_lock)
            {
                return Encoding.UTF8.GetString(_tail);
            }
        }
    }
}
