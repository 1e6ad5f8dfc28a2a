using Caliban.Core.Local;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

public sealed class ProcessPathsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_kept_of_a_job_is_beside_the_logs_whichever_run_asks() => Assert.Equal(
        Path.Combine(_folder.Path, "obj", "caliban", "process", "caliban-mnist-1"),
        ProcessPaths.Job(Path.Combine(_folder.Path, "obj", "caliban", "logs", "another run", "0001.2.log"), "caliban-mnist-1").Path);

    [Fact]
    public void Copies_of_runs_that_were_killed_are_removed()
    {
        var old = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(_folder.Write("obj/caliban/process/dead/lock", ""), old);
        File.SetLastWriteTimeUtc(_folder.Write("obj/caliban/process/alive/lock", ""), old);
        _folder.Write("obj/caliban/process/new/lock", "");
        File.SetLastWriteTimeUtc(_folder.Write("obj/caliban/process/given-up/started", "fenced\n"), old);
        File.SetLastWriteTimeUtc(_folder.Write("obj/caliban/process/a-job/started", "1 x\n"), old);
        using (File.Open(Path.Combine(_folder.Path, "obj/caliban/process/alive/lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            new ProcessPaths(Plans.Create(1, _folder.Path).Run()).DeleteAbandoned();
        }

        Assert.Equal(
            ["a-job", "alive", "new"],
            Directory.GetDirectories(Path.Combine(_folder.Path, "obj/caliban/process")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
