using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class DiskFullTests
{
    [PrivilegedFact("mount")]
    public async Task A_full_disk_under_the_logs_is_one_warning_for_each_job_and_the_sweep_goes_on()
    {
        await using var consumer = await Consumer.CreateAsync(
            """
            import sys
            for line in range(20000):
                print("line", line, "of job", sys.argv[2])
            """,
            """{"job": [1, 2]}""");
        Directory.CreateDirectory(consumer.LogFolder);
        (await new Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", consumer.LogFolder).RunAsync()).ShouldSucceed();
        try
        {
            var sweep = await consumer.Sweep("process").RunAsync();

            sweep.ShouldSucceed().ShouldSay("line 19999 of job 1", "line 19999 of job 2");
            var summary = sweep.Output[sweep.Output.LastIndexOf("job  experiment", StringComparison.Ordinal)..];
            Assert.True(summary.Contains("2 of 2 experiments succeeded", StringComparison.Ordinal), summary);
            Assert.Collection(
                sweep.ShouldSayTimes(2, "warning CAL4007"),
                line => Assert.Contains("job 1", line),
                line => Assert.Contains("job 2", line));
        }
        finally
        {
            (await new Command("umount", consumer.LogFolder).RunAsync()).ShouldSucceed();
        }
    }
}
