using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;
using Caliban.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Images.Layers;

public sealed class LayerFileTests : IDisposable
{
    private const int Block = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(9 * Block)]
    public async Task Both_digests_are_those_of_what_is_in_the_file(int length)
    {
        var content = Text(length);

        var layer = await WriteAsync(content);

        var stored = await File.ReadAllBytesAsync(Target);
        Assert.Equal((ContentDigest.Of(content), ContentDigest.Of(stored), stored.Length), (layer.DiffId, layer.Digest, layer.Size));
        Assert.Equal(content, Unpack(stored));
    }

    [Fact]
    public void Any_content_comes_back_however_it_is_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte[] Content, PositiveInt Repeat, PositiveInt Step)>(),
        trial =>
        {
            var content = Enumerable.Repeat(trial.Content ?? [], trial.Repeat.Get * 997).SelectMany(part => part).ToArray();
            using var target = new MemoryStream();
            using var gzip = new GzipWriter(target);
            foreach (var part in content.Chunk(trial.Step.Get * 1013))
            {
                gzip.Write(part);
            }

            gzip.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
            return Unpack(target.ToArray()).AsSpan().SequenceEqual(content);
        }).QuickCheckThrowOnFailure();

    /// <summary>Fails when the library, or the machine, gives other bytes; then <see cref="GzipMember.Format"/> has to change as well.</summary>
    [Fact]
    public async Task The_bytes_are_the_same_on_every_machine()
    {
        Assert.Equal("sha256:f5ddaca9db657a0d7e4652402504916800ff76e11eb94c6903519b3678f1200a", (await WriteAsync(Text(3 * Block))).Digest);
        Assert.Equal("sha256:e3309d120496ce0eb3b1453491b08082721ea958181595d88c20b012dfa2e1bd", (await WriteAsync(Noise(Block + 5))).Digest);
    }

    [Fact]
    public async Task The_header_tells_nothing_of_the_machine_or_the_clock()
    {
        await WriteAsync(Text(10));

        Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff], (await File.ReadAllBytesAsync(Target))[..10]);
    }

    [Fact]
    public async Task What_fails_halfway_leaves_the_file_that_was_there()
    {
        await WriteAsync("first"u8.ToArray());
        var before = await File.ReadAllBytesAsync(Target);

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => LayerFile.WriteAsync(
            Target,
            async (stream, cancellation) =>
            {
                await stream.WriteAsync(Text(2 * Block), cancellation);
                throw new IOException("disk full");
            },
            CancellationToken.None));

        Assert.Equal(
            $"'{Target}' cannot be written: disk full. Free some space there or correct its permissions, and run it again.",
            Assert.Single(exception.Diagnostics).Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(Target));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    private string Target => Path.Combine(_folder.Path, "layer.tar.gz");

    private Task<CompressedLayer> WriteAsync(byte[] content) =>
        LayerFile.WriteAsync(Target, (stream, cancellation) => stream.WriteAsync(content, cancellation).AsTask(), CancellationToken.None);

    private static byte[] Text(int length) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(number => $"{number * 7919 % 9973,7}\n")))[..length];

    /// <summary>Bytes that nothing compresses, the same in every run.</summary>
    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        var block = SHA256.HashData("noise"u8);
        for (var i = 0; i < length; i += block.Length)
        {
            block.AsSpan(0, Math.Min(block.Length, length - i)).CopyTo(noise.AsSpan(i));
            block = SHA256.HashData(block);
        }

        return noise;
    }

    private static byte[] Unpack(byte[] stored)
    {
        using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
