using System.Runtime.InteropServices;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.History.Databases;
using Caliban.Core.History.Schema;
using Caliban.Testing;
using Microsoft.Data.Sqlite;

namespace Caliban.Core.Tests.History;

/// <summary>Files that cannot be used, each with its code and left as they were.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public SqliteFailureTests() => _file = Path.Combine(_folder.Path, "caliban.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_and_file_are_made_for_their_user_alone()
    {
        var file = Path.Combine(_folder.Path, "home", ".caliban", "caliban.db");
        await using var history = await OpenAsync(file);
        await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(1), Given.Nothing, skipCompleted: false, default);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
            Assert.All(
                Directory.GetFiles(Path.GetDirectoryName(file)!),
                each => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(each)));
        }
    }

    [Fact]
    public async Task A_file_is_written_through_a_log_and_to_the_disk()
    {
        await using var history = await OpenAsync(_file);
        await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(1), Given.Nothing, skipCompleted: false, default);

        Assert.True(File.Exists($"{_file}-wal"));
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_history_in_memory()
    {
        await using (var history = await OpenAsync("none"))
        {
            await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(1), Given.Nothing, skipCompleted: false, default);
            Assert.Single(await history.JobsAsync(new JobQuery(), default));
        }

        await using var again = await OpenAsync("none");
        Assert.Empty(await again.JobsAsync(new JobQuery(), default));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_folder_instead_of_a_file_cannot_be_opened()
    {
        Directory.CreateDirectory(_file);

        await RefusedAsync("CAL7001", () => OpenAsync(_file));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        _folder.Write("taken", "");

        Assert.Contains("taken", await RefusedAsync("CAL7001", () => OpenAsync(Path.Combine(_folder.Path, "taken", "caliban.db"))));
    }

    [UnixFact]
    public async Task A_folder_that_may_not_be_written_is_no_place_for_a_history()
    {
        await using (await OpenAsync(_file))
        {
        }

        File.SetUnixFileMode(_file, (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b101_101_101);
        try
        {
            Assert.Equal("CAL7003", CodeAsNobody(_file));
            Assert.Equal("CAL7001", CodeAsNobody(Path.Combine(_folder.Path, "new", "caliban.db")));
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_000_000);
        }
    }

    [UnixFact]
    public async Task A_file_that_may_only_be_read_is_refused_before_anything_is_done()
    {
        await using (await OpenAsync(_file))
        {
        }

        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(_file, (UnixFileMode)0b100_100_100);

        Assert.Equal("CAL7003", CodeAsNobody(_file));
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_given_up_and_unchanged()
    {
        await using var history = await HistoryStore.OpenAsync(
            await SqliteDatabase.OpenAsync(_file, _file, SourceLocation.None, default, TimeSpan.FromSeconds(2)), SchemaScripts.All, default);
        await using (var other = Connect())
        {
            Execute(other, "BEGIN EXCLUSIVE");
            Assert.Contains(_file, await RefusedAsync("CAL7002", () => history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(1), Given.Nothing, false, default)));
            using var canceled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                history.BeginRunAsync(Given.Run("r2"), Given.Image, Given.Experiments(1), Given.Nothing, false, canceled.Token));
        }

        Assert.Empty(await history.OpenRunsAsync(default));
        Assert.Single(await history.BeginRunAsync(Given.Run("r3"), Given.Image, Given.Experiments(1), Given.Nothing, false, default));
    }

    [Fact]
    public async Task A_step_waits_for_a_lock_that_ends()
    {
        await using var history = await OpenAsync(_file);
        await using var other = Connect();
        Execute(other, "BEGIN IMMEDIATE");
        var step = Task.Run(() => history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(1), Given.Nothing, false, default));
        await Task.Delay(1500);
        Assert.False(step.IsCompleted);
        Execute(other, "COMMIT");

        Assert.Single(await step);
    }

    [Fact]
    public async Task A_file_cut_off_anywhere_is_refused_and_left_as_it_is()
    {
        await using (var history = await OpenAsync(_file))
        {
            await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(200), Given.Nothing, skipCompleted: false, default);
        }

        var whole = await File.ReadAllBytesAsync(_file);
        int[] sizes = [1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 8192, .. Enumerable.Range(1, 20).Select(part => (int)((long)whole.Length * part / 21)), whole.Length - 4096, whole.Length - 1];
        foreach (var size in sizes)
        {
            await File.WriteAllBytesAsync(_file, whole[..size]);

            Assert.Equal((size, "CAL7005"), (size, await CodeAsync(_file)));
            Assert.Equal(whole[..size], await File.ReadAllBytesAsync(_file));
        }
    }

    [Theory]
    [InlineData("a text of some other kind, which is longer than the header of a database is, so that nothing is missing to be read by it")]
    [InlineData("{}")]
    public async Task A_file_of_another_kind_is_no_history(string text)
    {
        await File.WriteAllTextAsync(_file, text);

        await RefusedAsync("CAL7005", () => OpenAsync(_file));
        Assert.Equal(text, await File.ReadAllTextAsync(_file));
    }

    [Fact]
    public async Task A_damaged_page_is_found_when_it_is_read()
    {
        await using (var history = await OpenAsync(_file))
        {
            await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(200), Given.Nothing, skipCompleted: false, default);
        }

        await using (var file = File.OpenWrite(_file))
        {
            file.Position = 4096 * 3;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - (4096 * 3)).ToArray());
        }

        await RefusedAsync("CAL7005", async () =>
        {
            await using var history = await OpenAsync(_file);
            await history.BeginRunAsync(Given.Run("r2"), Given.Image, Given.Experiments(200), Given.Nothing, skipCompleted: false, default);
        });
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        await using (var other = Connect())
        {
            Execute(other, "CREATE TABLE bookmarks (id INTEGER)");
        }

        await RefusedAsync("CAL7006", () => OpenAsync(_file));
        await using var again = Connect();
        Assert.Equal("bookmarks", Execute(again, "SELECT group_concat(name) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_history_of_the_original_caliban_is_kept_beside_ours()
    {
        await using (var other = Connect())
        {
            Execute(other, "CREATE TABLE jobs (id INTEGER); CREATE TABLE experiments (id INTEGER); INSERT INTO jobs VALUES (7)");
        }

        await using var history = await OpenAsync(_file);
        await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(1), Given.Nothing, skipCompleted: false, default);

        await using var again = Connect();
        Assert.Equal(7L, Execute(again, "SELECT id FROM jobs"));
    }

    [Fact]
    public async Task A_history_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        await using (await OpenAsync(_file))
        {
        }

        await using (var other = Connect())
        {
            Execute(other, "UPDATE caliban_history SET schema_version = 99");
        }

        Assert.Contains("version 99", await RefusedAsync("CAL7007", () => OpenAsync(_file)));
    }

    [PrivilegedHistoryFact]
    public async Task On_a_full_disk_a_step_is_written_whole_or_not_at_all()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        (await new Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk).RunAsync()).ShouldBe0();
        try
        {
            await using var history = await OpenAsync(Path.Combine(disk, "caliban.db"));
            var runs = 0;
            Assert.Contains(disk, await RefusedAsync("CAL7004", async () =>
            {
                while (runs < 1000)
                {
                    var id = $"r{runs}";
                    await history.BeginRunAsync(Given.Run(id, id), Given.Image, Given.Experiments(50), Given.Nothing, skipCompleted: false, default);
                    runs++;
                }
            }));

            Assert.InRange(runs, 1, 999);
            Assert.Equal(runs, (await history.OpenRunsAsync(default)).Count);
            Assert.Equal(runs * 50, (await history.JobsAsync(new JobQuery(), default)).Count);
        }
        finally
        {
            (await new Command("umount", "-l", disk).RunAsync()).ShouldBe0();
        }
    }

    private static Task<IHistory> OpenAsync(string file) => HistoryStore.OpenAsync(file, _ => null, SourceLocation.None, default);

    private static async Task<string> RefusedAsync(string code, Func<Task> action)
    {
        var diagnostic = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(action)).Diagnostics);
        Assert.Equal(code, diagnostic.Descriptor.Code);
        return diagnostic.Message;
    }

    private static async Task<string> CodeAsync(string file)
    {
        try
        {
            await using var history = await OpenAsync(file);
            return "opened";
        }
        catch (DiagnosticException exception)
        {
            return exception.Diagnostics[0].Descriptor.Code;
        }
    }

    /// <summary>On one thread, whose rights are taken away; opening a file waits for nothing else.</summary>
    private static string CodeAsNobody(string file)
    {
        var code = "";
        var thread = new Thread(() =>
        {
            using var nobody = new NobodyThread();
            code = CodeAsync(file).GetAwaiter().GetResult();
        });
        thread.Start();
        thread.Join();
        return code;
    }

    private SqliteConnection Connect()
    {
        SqliteLibrary.Use(SourceLocation.None);
        var connection = new SqliteConnection($"Data Source={_file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}

internal static class CommandResultExtensions
{
    public static void ShouldBe0(this CommandResult result) => Assert.True(result.ExitCode == 0, result.ToString());
}

/// <summary>A test of permissions as Unix has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? null : "it takes rights away from a thread, as Linux can";
}

/// <summary>A test that mounts a disk of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrivilegedHistoryFactAttribute : FactAttribute
{
    public PrivilegedHistoryFactAttribute() => Skip = (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess) || DockerFactAttribute.IsRequired
        ? null
        : "it needs root on Linux; set CALIBAN_TEST_DOCKER=required to make this a failure";
}
