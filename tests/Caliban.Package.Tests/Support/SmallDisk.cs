using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A disk of its own in memory, as root mounts it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("small-disk");

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <param name="size">As mount takes it, such as <c>64k</c>.</param>
    public static async Task<SmallDisk> MountAsync(string size)
    {
        var disk = new SmallDisk();
        (await new Command("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk.Path).RunAsync()).ShouldSucceed();
        return disk;
    }

    public async Task MakeReadOnlyAsync() => (await new Command("mount", "-o", "remount,ro", Path).RunAsync()).ShouldSucceed();

    /// <summary>Takes all room that is left.</summary>
    public async Task FillAsync() => (await new Command("dd", "if=/dev/zero", $"of={Filler}", "bs=4k").RunAsync()).ShouldFail().ShouldSay("No space left");

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await new Command("umount", Path).RunAsync();
        _folder.Dispose();
    }
}
