using System.Formats.Tar;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Layers;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Layers;

public sealed class CodeLayerArchiveTests
{
    private static readonly string Long = string.Join('/', Enumerable.Repeat(new string('n', 90), 4));

    private static readonly string[] Names =
        ["a", "Z", "ä", "数据/模型.py", "emoji-\U0001F600", "with space", "quote'\"", "back\\slash", "new\nline", "-dash", $"{Long}/deep.py", "a.b/c", "a-b", "ﬀ", "e\u0301"];

    [UnixFact]
    public async Task The_same_content_is_the_same_archive_whatever_its_times_modes_and_order()
    {
        using var first = Project(Names);
        using var second = Project(Names.Reverse());
        foreach (var path in Directory.EnumerateFileSystemEntries(second.Path, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).LinkTarget is null))
        {
            File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            File.SetUnixFileMode(path, (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) | UnixFileMode.UserRead | UnixFileMode.GroupWrite);
        }

        var archive = await WriteAsync(first);
        // The clock of the archive counts in seconds.
        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal(archive, await WriteAsync(second));
    }

    [UnixFact]
    public async Task It_holds_every_file_with_the_folders_on_the_way_and_nothing_of_this_machine()
    {
        using var folder = new TemporaryFolder();
        folder.Write("trainer/train.py", "print(1)");
        folder.Write("trainer/empty", "");
        File.SetUnixFileMode(folder.Write("trainer/run.sh", "echo"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "trainer/link"), $"../{Long}");

        var entries = await ReadAsync(await WriteAsync(folder));

        Assert.Equal(
            [
                "Directory usr/ 755  ",
                "Directory usr/app/ 755  ",
                "Directory usr/app/trainer/ 755  ",
                "RegularFile usr/app/trainer/empty 644  ",
                $"SymbolicLink usr/app/trainer/link 755 ../{Long} ",
                "RegularFile usr/app/trainer/run.sh 755  echo",
                "RegularFile usr/app/trainer/train.py 644  print(1)",
            ],
            entries);
    }

    [UnixFact]
    public async Task Names_of_any_length_and_script_survive()
    {
        using var folder = Project(Names);

        var entries = await ReadAsync(await WriteAsync(folder));

        Assert.All(Names, name => Assert.Contains($"RegularFile usr/app/{name} 644  {name}", entries));
    }

    [Fact]
    public async Task A_project_without_files_still_has_its_folder() =>
        Assert.Equal(["Directory usr/ 755  ", "Directory usr/app/ 755  "], await ReadAsync(await WriteAsync([])));

    [Theory]
    [InlineData(10)]
    [InlineData(3 * 1024 * 1024)]
    public async Task A_file_that_changed_since_it_was_hashed_is_refused(int length)
    {
        using var folder = new TemporaryFolder();
        folder.Write("model.bin", new string('a', length));
        var files = Read(folder);
        folder.Write("model.bin", new string('a', length - 1) + "b");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => WriteAsync(files))).Diagnostics);

        Assert.Same(LayerDiagnostics.FileChanged, mistake.Descriptor);
        Assert.StartsWith("'model.bin' ", mistake.Message);
    }

    [Fact]
    public async Task A_large_file_is_whole()
    {
        using var folder = new TemporaryFolder();
        var content = new string('a', 3 * 1024 * 1024) + "end";
        folder.Write("model.bin", content);

        Assert.Contains($"RegularFile usr/app/model.bin 644  {content}", await ReadAsync(await WriteAsync(folder)));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("train.py", "");
        var files = Read(folder);
        File.Delete(path);

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => WriteAsync(files));

        Assert.Same(ImageDiagnostics.ContextUnreadable, Assert.Single(exception.Diagnostics).Descriptor);
    }

    private static TemporaryFolder Project(IEnumerable<string> names)
    {
        var folder = new TemporaryFolder();
        foreach (var name in names)
        {
            folder.Write(name, name);
        }

        return folder;
    }

    private static IReadOnlyList<ContextFile> Read(TemporaryFolder folder) =>
        new ContentHashes(Path.Combine(folder.Path, "obj", "hashes")).Read(BuildContext.Enumerate(folder.Path, ["."]), CancellationToken.None);

    private static Task<byte[]> WriteAsync(TemporaryFolder folder) => WriteAsync(Read(folder));

    private static async Task<byte[]> WriteAsync(IReadOnlyList<ContextFile> files)
    {
        using var archive = new MemoryStream();
        await CodeLayerArchive.WriteAsync(archive, files, CancellationToken.None);
        return archive.ToArray();
    }

    private static async Task<List<string>> ReadAsync(byte[] archive)
    {
        var entries = new List<string>();
        await using var reader = new TarReader(new MemoryStream(archive));
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new StreamReader(entry.DataStream ?? Stream.Null, Encoding.UTF8);
            entries.Add($"{entry.EntryType} {entry.Name} {Convert.ToString((int)entry.Mode, 8)} {entry.LinkName} {await content.ReadToEndAsync()}");
            Assert.Equal((DateTimeOffset.UnixEpoch, 0, 0), (entry.ModificationTime, entry.Uid, entry.Gid));
            Assert.Equal(("", ""), (((PosixTarEntry)entry).UserName, ((PosixTarEntry)entry).GroupName));
        }

        return entries;
    }
}
