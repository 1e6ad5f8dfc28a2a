namespace Caliban.Core.Images.Layers;

/// <summary>
/// Compresses what is written: blocks of one size become members of one gzip file, several at once, in their order. Readers
/// take the members for one stream.
/// </summary>
/// <param name="target">Stays open.</param>
internal sealed class GzipWriter(Stream target) : ForwardStream
{
    private const int BlockSize = 1024 * 1024;

    private static readonly int BlocksAtOnce = Environment.ProcessorCount + 1;

    private readonly Queue<Task<byte[]>> _members = new();
    private byte[] _block = new byte[BlockSize];
    private int _count;
    private bool _isEmpty = true;

    public override void Flush()
    {
        // A block is compressed when it is full; the last one when all is written.
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var part = buffer[..Math.Min(buffer.Length, BlockSize - _count)];
            part.CopyTo(_block.AsSpan(_count));
            _count += part.Length;
            buffer = buffer[part.Length..];
            if (_count == BlockSize)
            {
                Enqueue();
                if (_members.Count == BlocksAtOnce)
                {
                    target.Write(_members.Dequeue().GetAwaiter().GetResult());
                }
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the rest. Nothing at all becomes one empty member.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_count > 0 || _isEmpty)
        {
            Enqueue();
        }

        while (_members.TryDequeue(out var member))
        {
            await target.WriteAsync(await member.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Enqueue()
    {
        var content = new ArraySegment<byte>(_block, 0, _count);
        _members.Enqueue(Task.Run(() => GzipMember.Compress(content)));
        _block = new byte[BlockSize];
        _count = 0;
        _isEmpty = false;
    }
}
