using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>A history that cannot be kept: the build fails before any job is started, and <c>CalibanHistoryUrl=none</c> runs all the same.</summary>
public sealed class StoreFailureTests
{
    private const string Experiments = """{"rate": [1, 2]}""";

    /// <summary>A lock is waited for, for half a minute.</summary>
    [LinuxFact]
    public async Task A_locked_history_is_refused()
    {
        using var ledger = new Ledger();
        await using var consumer = await StartedAsync(ledger);
        await using var other = new LiveCommand(new Command(
            "python3", "-c", "import sqlite3, sys, time; sqlite3.connect(sys.argv[1], isolation_level=None).execute('BEGIN IMMEDIATE'); print('locked', flush=True); time.sleep(300)", FileOf(consumer)));
        await other.WaitForAsync("locked");

        await ShouldRefuseAsync(consumer, ledger, "CAL7002");
    }

    [PrivilegedFact("mount")]
    public async Task A_history_on_a_disk_that_is_read_only_is_refused()
    {
        using var ledger = new Ledger();
        await using var disk = await SmallDisk.MountAsync("8m");
        await using var consumer = await StartedAsync(ledger, $"sqlite:///{disk.Path}/caliban.db");
        await disk.MakeReadOnlyAsync();

        await ShouldRefuseAsync(consumer, ledger, "CAL7003");
    }

    [PrivilegedFact("mount")]
    public async Task A_history_on_a_disk_without_room_is_refused()
    {
        using var ledger = new Ledger();
        await using var disk = await SmallDisk.MountAsync("16k");
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, Experiments);
        consumer.HistoryUrl = $"sqlite:///{disk.Path}/caliban.db";

        await ShouldRefuseAsync(consumer, ledger, "CAL7004");
    }

    [LinuxFact]
    public async Task A_history_that_was_cut_off_is_refused_and_left_as_it_is()
    {
        using var ledger = new Ledger();
        await using var consumer = await StartedAsync(ledger);
        var whole = await File.ReadAllBytesAsync(FileOf(consumer));
        await File.WriteAllBytesAsync(FileOf(consumer), whole[..(whole.Length / 2)]);

        await ShouldRefuseAsync(consumer, ledger, "CAL7005");

        Assert.Equal(whole[..(whole.Length / 2)], await File.ReadAllBytesAsync(FileOf(consumer)));
    }

    [DockerFact]
    public async Task A_history_of_a_newer_version_is_refused_before_a_container_is_started()
    {
        using var ledger = new Ledger();
        await using var consumer = await StartedAsync(ledger);
        (await new Command("python3", "-c", "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('UPDATE caliban_history SET schema_version = 99'); c.commit()", FileOf(consumer)).RunAsync()).ShouldSucceed();

        await ShouldRefuseAsync(consumer, ledger, "CAL7007", "docker");
        foreach (var verb in (string[])["CalibanStatus", "CalibanExplain"])
        {
            (await consumer.Build(verb).RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL7007");
        }
    }

    [PrivilegedFact("mount")]
    public async Task A_disk_that_fills_in_the_middle_of_a_sweep_loses_nothing()
    {
        using var ledger = new Ledger();
        await using var disk = await SmallDisk.MountAsync("4m");
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, """{"rate": [1, 2, 3, 4]}""");
        consumer.HistoryUrl = $"sqlite:///{disk.Path}/caliban.db";
        string[] arguments = ["-p:CalibanSkipCompleted=true", "-p:CalibanMaxParallel=2", .. ledger.Arguments];
        ledger.Hold();
        await using var sweep = new LiveCommand(consumer.Sweep("process", arguments));
        await sweep.WaitForAsync("begins 1");
        await sweep.WaitForAsync("begins 2");
        await disk.FillAsync();
        ledger.LetGo();

        (await sweep.EndAsync()).ShouldFail().ShouldSay("error CAL7004");
        Assert.Equal("1 2", ledger.TakeRan());

        disk.MakeRoom();
        (await consumer.Sweep("process", arguments).RunAsync()).ShouldSucceed().ShouldSay("4 of 4 experiments succeeded, 2 of them up to date");
        Assert.Equal("3 4", ledger.TakeRan());
    }

    [Fact]
    public async Task A_password_in_the_property_is_refused_and_not_repeated()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);

        var sweep = (await consumer.Sweep("process", "-p:CalibanHistoryUrl=postgresql://me:s3cret@127.0.0.1/history").RunAsync()).ShouldFail();

        sweep.ShouldNotSay("hello from", "s3cret").ShouldSayTimes(1, "error CAL7012");
        Assert.Equal("", await FileSearch.FindAsync(consumer.Folder, "s3cret"));
    }

    [PostgresFact]
    public async Task A_password_in_the_variable_works_and_is_nowhere_afterwards()
    {
        var server = await PostgresServer.SharedAsync();
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync($"{Ledger.Script}sys.exit(3 if name == '2' else 0)", Experiments);
        consumer.HistoryUrl = server.AddressOf(await server.CreateDatabaseAsync());

        var sweep = (await consumer.Sweep("process", ["-bl:obj/sweep.binlog", "-v:diag", .. ledger.Arguments]).RunAsync()).ShouldFail();

        sweep.ShouldSay("1 of 2 experiments succeeded, 1 failed");
        Assert.Contains("sweep.binlog", await FileSearch.FindAsync(consumer.Folder, "CAL4003"));
        Assert.Contains("results.json", await FileSearch.FindAsync(consumer.Folder, "CAL4003"));
        foreach (var secret in (string[])[server.Password, Uri.EscapeDataString(server.Password)])
        {
            sweep.ShouldNotSay(secret);
            Assert.Equal("", await FileSearch.FindAsync(consumer.Folder, secret));
        }
    }

    [PostgresFact]
    public async Task A_server_that_does_not_answer_or_refuses_the_login_is_named_without_the_password()
    {
        var server = await PostgresServer.SharedAsync();
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, Experiments);
        consumer.HistoryUrl = $"postgresql://postgres:s3cret@127.0.0.1:{server.Port}/postgres";
        (await consumer.Sweep("process", ledger.Arguments).RunAsync()).ShouldFail().ShouldNotSay("s3cret", "begins 1").ShouldSayTimes(1, "error CAL7009");
        consumer.HistoryUrl = "postgresql://postgres:s3cret@127.0.0.1:1/postgres";

        await ShouldRefuseAsync(consumer, ledger, "CAL7008");
    }

    /// <summary>A project that has run its sweep once.</summary>
    private static async Task<Consumer> StartedAsync(Ledger ledger, string? history = null)
    {
        var consumer = await Consumer.CreateAsync(Ledger.Script, Experiments);
        consumer.HistoryUrl = history ?? consumer.HistoryUrl;
        (await consumer.Sweep("process", ledger.Arguments).RunAsync()).ShouldSucceed();
        Assert.Equal("1 2", ledger.TakeRan());
        return consumer;
    }

    private static string FileOf(Consumer consumer) => consumer.HistoryUrl["sqlite:///".Length..];

    private static async Task ShouldRefuseAsync(Consumer consumer, Ledger ledger, string code, string engine = "process")
    {
        var refused = (await consumer.Sweep(engine, ledger.Arguments).RunAsync()).ShouldFail();
        refused.ShouldNotSay("begins 1", "begins 2", "s3cret").ShouldSayTimes(1, $"error {code}");
        refused.ShouldSayTimes(1, "error CAL");
        Assert.Equal("", ledger.TakeRan());
        if (engine == "docker")
        {
            Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
            Assert.Empty(await DockerCli.ImagesAsync(consumer.Name));
        }

        (await consumer.Sweep("process", ["-p:CalibanHistoryUrl=none", .. ledger.Arguments]).RunAsync()).ShouldSucceed().ShouldSay("2 of 2 experiments succeeded");
        Assert.Equal("1 2", ledger.TakeRan());
    }
}
