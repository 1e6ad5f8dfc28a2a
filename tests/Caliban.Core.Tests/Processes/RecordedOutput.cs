using System.Text;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Processes;

/// <summary>Keeps what a process wrote, and lets a test wait for a part of it.</summary>
internal sealed class RecordedOutput
{
    private readonly Lock _lock = new();
    private readonly List<byte> _standard = [];
    private readonly List<byte> _error = [];

    public byte[] Standard => Read(_standard);

    public byte[] Error => Read(_error);

    public void Add(OutputChannel channel, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            (channel == OutputChannel.Standard ? _standard : _error).AddRange(bytes.Span);
        }
    }

    public async Task WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(Children.Limit);
        while (!Encoding.UTF8.GetString(Standard).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private byte[] Read(List<byte> bytes)
    {
        lock (_lock)
        {
            return [.. bytes];
        }
    }
}
