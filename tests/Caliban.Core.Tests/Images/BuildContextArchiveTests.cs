using System.Formats.Tar;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Context;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

public sealed class BuildContextArchiveTests
{
    private static readonly string LongName = string.Join('/', Enumerable.Repeat(new string('n', 60), 4)) + "/größe.py";

    [UnixFact]
    public async Task The_same_content_is_the_same_stream_whatever_times_and_modes_say()
    {
        using var first = Project();
        using var second = Project();
        foreach (var file in Directory.EnumerateFiles(second.Path, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            File.SetUnixFileMode(file, (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) | UnixFileMode.UserRead | UnixFileMode.GroupWrite);
        }

        Assert.Equal(await WriteAsync(first), await WriteAsync(second));
    }

    [UnixFact]
    public async Task The_stream_is_a_tar_with_the_Dockerfile_and_every_file()
    {
        using var folder = Project();
        using var stream = new MemoryStream(await WriteAsync(folder));
        using var reader = new TarReader(stream);
        var entries = new List<string>();
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            using var content = entry.DataStream is null ? null : new StreamReader(entry.DataStream);
            entries.Add($"{entry.Name}|{entry.EntryType}|{Convert.ToString((int)entry.Mode, 8)}|{entry.LinkName}|{(content is null ? "" : await content.ReadToEndAsync())}");
            Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
            Assert.Equal((0, 0), (entry.Uid, entry.Gid));
        }

        Assert.Equal(
            [
                ".caliban/Dockerfile|RegularFile|644||FROM größe\n",
                $"{LongName}|RegularFile|644||long",
                "trainer/empty|RegularFile|644||",
                "trainer/link|SymbolicLink|755|run.sh|",
                "trainer/run.sh|RegularFile|755||#!/bin/bash",
                "trainer/train.py|RegularFile|644||print(1)",
            ],
            entries);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        var entry = new BuildContextEntry("trainer/train.py", "/nowhere/train.py", LinkTarget: null, IsExecutable: false);

        var exception = await Assert.ThrowsAsync<DiagnosticException>(
            () => BuildContextArchive.OfEnvironmentAsync("FROM x", [new ContextFile(entry, "")], CancellationToken.None));

        var mistake = Assert.Single(exception.Diagnostics);
        Assert.Same(ImageDiagnostics.ContextUnreadable, mistake.Descriptor);
        Assert.Equal(new SourceLocation("/nowhere/train.py"), mistake.Location);
        Assert.StartsWith("'trainer/train.py' ", mistake.Message);
    }

    private static TemporaryFolder Project()
    {
        var folder = new TemporaryFolder();
        folder.Write("trainer/train.py", "print(1)");
        folder.Write("trainer/empty", "");
        folder.Write(LongName, "long");
        var script = folder.Write("trainer/run.sh", "#!/bin/bash");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "trainer/link"), "run.sh");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        return folder;
    }

    private static async Task<byte[]> WriteAsync(TemporaryFolder folder)
    {
        var files = BuildContext.Enumerate(folder.Path, ["."]).Select(entry => new ContextFile(entry, "")).ToList();
        await using var archive = await BuildContextArchive.OfEnvironmentAsync("FROM größe\n", files, CancellationToken.None);
        using var stream = new MemoryStream();
        await archive.Content.CopyToAsync(stream);
        return stream.ToArray();
    }
}
