using System.Diagnostics;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Processes;

public sealed class ProcessIdentitiesTests
{
    [Fact]
    public void This_process_is_alive_and_always_the_same()
    {
        Assert.True(ProcessIdentities.IsAlive(ProcessIdentities.Current));
        Assert.Equal(Environment.ProcessId, ProcessIdentities.Current.Id);
        Assert.Equal(ProcessIdentities.Of(Environment.ProcessId), ProcessIdentities.Current);
    }

    [Fact]
    public void Another_process_with_the_same_id_is_not_alive() => Assert.False(
        ProcessIdentities.IsAlive(ProcessIdentities.Current with { StartTime = "another time" }));

    [UnixFact]
    public async Task A_process_that_has_ended_is_not_alive()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read line"]) { RedirectStandardInput = true })!;
        var identity = ProcessIdentities.Of(process.Id)!;
        Assert.True(ProcessIdentities.IsAlive(identity));

        process.StandardInput.Close();
        await process.WaitForExitAsync();

        Assert.False(ProcessIdentities.IsAlive(identity));
        Assert.Null(ProcessIdentities.Of(process.Id));
    }

    [Fact]
    public void What_ps_lists_on_a_Mac_is_understood()
    {
        Assert.Equal((new ProcessIdentity(7, "Fri Jan 2 03:04:05 2026"), false), ProcessIdentities.ParseListed(7, "Ss   Fri Jan  2 03:04:05 2026\n"));
        Assert.Equal((new ProcessIdentity(7, "Fri Jan 2 03:04:05 2026"), true), ProcessIdentities.ParseListed(7, "Z+   Fri Jan  2 03:04:05 2026\n"));
        Assert.Null(ProcessIdentities.ParseListed(7, "\n"));
    }
}
