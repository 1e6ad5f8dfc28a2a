using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Layers;

public sealed class CodeLayerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CodeLayerTests() => _folder.Write("train.py", "print(1)");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_known_is_not_written_again()
    {
        var files = Read();
        var first = await Layer(files).DescribeAsync(CancellationToken.None);
        File.Delete(LayerPath);

        Assert.Equal(first, await Layer(files).DescribeAsync(CancellationToken.None));
        Assert.False(File.Exists(LayerPath));
    }

    [Fact]
    public async Task A_file_that_is_gone_or_damaged_is_written_again_when_it_is_read()
    {
        var layer = await Layer(Read()).DescribeAsync(CancellationToken.None);
        foreach (var damage in (Action[])[() => File.Delete(LayerPath), () => File.AppendAllText(LayerPath, "x")])
        {
            damage();
            await using var content = await Layer(Read()).OpenAsync(CancellationToken.None);
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes);

            Assert.Equal(layer.Digest, ContentDigest.Of(bytes.ToArray()));
        }
    }

    [Fact]
    public async Task Other_content_is_another_layer()
    {
        var first = await Layer(Read()).DescribeAsync(CancellationToken.None);
        _folder.Write("train.py", "print(2)");
        var second = await Layer(Read()).DescribeAsync(CancellationToken.None);

        Assert.NotEqual(first.DiffId, second.DiffId);
        await using var content = await Layer(Read()).OpenAsync(CancellationToken.None);
        Assert.Equal(second.Size, content.Length);
    }

    [Fact]
    public async Task A_change_in_between_leaves_nothing_that_claims_to_be_the_layer()
    {
        await Layer(Read()).DescribeAsync(CancellationToken.None);
        _folder.Write("train.py", "print(2)");
        var files = Read();
        _folder.Write("train.py", "print(3)");

        await Assert.ThrowsAsync<DiagnosticException>(() => Layer(files).DescribeAsync(CancellationToken.None));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "obj", "layer.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"inputs\":\"x\"}")]
    public async Task A_damaged_record_counts_as_none(string record)
    {
        var first = await Layer(Read()).DescribeAsync(CancellationToken.None);
        _folder.Write("obj/layer.json", record);

        Assert.Equal(first, await Layer(Read()).DescribeAsync(CancellationToken.None));
    }

    private string LayerPath => Path.Combine(_folder.Path, "obj", "layer.tar.gz");

    private CodeLayer Layer(IReadOnlyList<ContextFile> files) => new(Path.Combine(_folder.Path, "obj"), files);

    private IReadOnlyList<ContextFile> Read() =>
        new ContentHashes(Path.Combine(_folder.Path, "obj", "hashes")).Read(BuildContext.Enumerate(_folder.Path, ["."]), CancellationToken.None);
}
