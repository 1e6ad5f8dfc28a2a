using System.Security.Cryptography;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Context.Secrets;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Context;

public sealed class ContentHashesTests : IDisposable
{
    private static readonly DateTime Old = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(3 * 1024 * 1024)]
    public void A_hash_is_the_SHA_256_of_the_content(int length)
    {
        var content = new string('x', length);
        Write("a", content);

        Assert.Equal(Hash(content), Read()["a"]);
    }

    [UnixFact]
    public void A_link_has_no_hash()
    {
        Directory.CreateDirectory(At("project"));
        File.CreateSymbolicLink(At("project/link"), "nowhere");

        Assert.Equal("", Read()["link"]);
    }

    [Fact]
    public void A_file_that_looks_as_it_did_is_not_read_again()
    {
        Write("a", "one", Old);
        Read();
        Write("a", "two", Old);

        Assert.Equal(Hash("one"), Read()["a"]);
    }

    [Fact]
    public void Another_length_is_another_content()
    {
        Write("a", "one", Old);
        Read();
        Write("a", "three", Old);

        Assert.Equal(Hash("three"), Read()["a"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Another_time_is_another_content_whether_later_or_earlier(int ticks)
    {
        Write("a", "one", Old);
        Read();
        Write("a", "two", Old.AddMicroseconds(ticks));

        Assert.Equal(Hash("two"), Read()["a"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void A_file_that_was_just_written_or_comes_from_the_future_is_read_again(int seconds)
    {
        var time = DateTime.UtcNow.AddSeconds(seconds);
        Write("a", "one", time);
        Read();
        Write("a", "two", time);

        Assert.Equal(Hash("two"), Read()["a"]);
    }

    [Fact]
    public void Files_of_the_same_name_in_other_folders_are_not_taken_for_each_other()
    {
        Write("a", "one", Old);
        Read();
        Write("b/a", "two", Old);

        Assert.Equal((Hash("one"), Hash("two")), (Read()["a"], Read()["b/a"]));
    }

    [Fact]
    public void Nothing_is_written_before_it_is_asked_for()
    {
        Write("a", "one", Old);
        _ = new ContentHashes(Cache).Read(Entries(), CancellationToken.None);

        Assert.False(Directory.Exists(Path.GetDirectoryName(Cache)));
    }

    [Fact]
    public void The_file_is_written_again_only_when_something_changed()
    {
        Write("a", "one", Old);
        Write("empty", "", Old);
        Write("new", "new");
        Read();
        File.SetLastWriteTimeUtc(Cache, Old);
        Read();
        Assert.Equal(Old, File.GetLastWriteTimeUtc(Cache));

        Write("b", "two", Old);
        Read();
        Assert.NotEqual(Old, File.GetLastWriteTimeUtc(Cache));
        Assert.Equal([Cache], Directory.GetFiles(Path.GetDirectoryName(Cache)!));
    }

    [Fact]
    public void What_is_gone_is_forgotten()
    {
        Write("a", "one", Old);
        Write("b", "two", Old);
        Read();
        var length = new FileInfo(Cache).Length;
        File.Delete(At("project/b"));
        Read();

        Assert.True(new FileInfo(Cache).Length < length);
    }

    [Fact]
    public void A_file_that_is_damaged_anywhere_is_not_believed()
    {
        Write("größe/😀.py", "one", Old);
        Write("größe/😁.py", "one", Old);
        Read();
        var good = File.ReadAllBytes(Cache);
        Write("größe/😀.py", "two", Old);
        Assert.Equal(Hash("one"), Read()["größe/😀.py"]);

        for (var position = 0; position < good.Length; position++)
        {
            var bad = (byte[])good.Clone();
            bad[position] ^= 1;
            File.WriteAllBytes(Cache, bad);
            Assert.Equal(Hash("two"), new ContentHashes(Cache).Read(Entries(), CancellationToken.None)[0].ContentHash);
        }

        File.WriteAllBytes(Cache, good[..^1]);
        Assert.Equal(Hash("two"), Read()["größe/😀.py"]);
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_only_costs_time()
    {
        Write("a", "one", Old);
        _folder.Write("obj", "a file");

        Assert.Equal(Hash("one"), Read()["a"]);
    }

    [Fact]
    public async Task Builds_at_the_same_time_do_not_disturb_each_other()
    {
        for (var file = 0; file < 50; file++)
        {
            Write($"{file}", $"{file}", Old);
        }

        await Parallel.ForAsync(0, 50, (build, _) =>
        {
            // Each knows another set of files, so each writes.
            var hashes = new ContentHashes(Cache);
            var files = hashes.Read([.. Entries().Skip(build % 7)], CancellationToken.None);
            hashes.Save();
            Assert.All(files, file => Assert.Equal(Hash(file.Entry.Path), file.ContentHash));
            return ValueTask.CompletedTask;
        });

        Assert.Equal([Cache], Directory.GetFiles(Path.GetDirectoryName(Cache)!));
    }

    [Fact]
    public void What_looks_like_a_secret_is_known_without_reading_it_again()
    {
        Write("x/.env", $"API_KEY={Secrets.SecretSamples.Text(32)}", Old);
        Read();
        Write("x/.env", $"API_KEY={new string('x', 32)}", Old);
        var hashes = new ContentHashes(Cache);
        hashes.Read(Entries(), CancellationToken.None);

        var (entry, finding) = Assert.Single(hashes.Findings);
        Assert.Equal(("x/.env", new SecretFinding(SecretKind.SecretVariable, 1)), (entry.Path, finding));
    }

    [Fact]
    public void All_files_that_cannot_be_read_are_named()
    {
        Write("a", "one");
        Write("b", "two");
        var entries = Entries();
        File.Delete(At("project/a"));
        File.Delete(At("project/b"));

        var exception = Assert.Throws<DiagnosticException>(() => new ContentHashes(Cache).Read(entries, CancellationToken.None));

        Assert.All(exception.Diagnostics, mistake => Assert.Same(ImageDiagnostics.ContextUnreadable, mistake.Descriptor));
        Assert.Equal([At("project/a"), At("project/b")], exception.Diagnostics.Select(mistake => mistake.Location.File));
    }

    private string Cache => At("obj/caliban/hashes");

    private static string Hash(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private string At(string path) => Path.GetFullPath(Path.Combine(_folder.Path, path));

    private void Write(string path, string content, DateTime? time = null) =>
        File.SetLastWriteTimeUtc(_folder.Write($"project/{path}", content), time ?? DateTime.UtcNow);

    private IReadOnlyList<BuildContextEntry> Entries() => BuildContext.Enumerate(At("project"), ["."]);

    /// <summary>As one build does it.</summary>
    private Dictionary<string, string> Read()
    {
        var hashes = new ContentHashes(Cache);
        var files = hashes.Read(Entries(), CancellationToken.None);
        hashes.Save();
        return files.ToDictionary(file => file.Entry.Path, file => file.ContentHash);
    }
}
