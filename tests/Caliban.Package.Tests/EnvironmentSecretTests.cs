using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>What the environment needs a secret or a foreign server for; no value of a secret is found anywhere afterwards.</summary>
public sealed class EnvironmentSecretTests
{
    private readonly string _password = $"pw-{Guid.NewGuid():N}";

    [DockerFact]
    public async Task A_private_index_is_used_with_a_password_that_stays_out_of_everything()
    {
        using var index = new PackageIndex(new PythonWheel("from-private"));
        index.Require("user", _password);
        await using var trial = await EnvironmentTrial.CreateAsync(
            "import from_private, os; print('has', from_private.NAME, 'PIP_INDEX_URL' in os.environ, os.path.exists('/run/secrets/keyfile'))",
            """
            <PythonPackage Include="from-private" />
            <BuildSecret Include="index" Variable="PRIVATE_INDEX" Export="PIP_INDEX_URL" />
            <BuildSecret Include="keyfile" Source="key.txt" ExportPath="KEY_FILE" />
            """,
            module: "trainer/train.py");
        trial.Consumer.Write("key.txt", _password);

        var run = await trial.RunAsync(
            trial.Consumer.Sweep("docker", EnvironmentTrial.HostNetwork, "-bl:log.binlog"),
            buildKit: true,
            command => command.Environment["PRIVATE_INDEX"] = $"http://user:{_password}@127.0.0.1:{index.Port}/simple");

        run.ShouldSucceed().ShouldSay("has from-private 1.0 False False");
        await AssertNowhereAsync(trial, run);
    }

    [DockerFact]
    public async Task A_secret_that_is_missing_is_named_before_anything_is_built()
    {
        await using var trial = await EnvironmentTrial.CreateAsync(
            Scripts.Hello, $"<AptPackage Include=\"no-such-{Guid.NewGuid():N}\" />\n<BuildSecret Include=\"NO_SUCH_TOKEN\" />");

        var build = await trial.BuildAsync(buildKit: true);

        var line = Assert.Single(build.ShouldFail().ShouldSayTimes(1, "error CAL"));
        Assert.Contains($"{trial.Consumer.Name}.csproj(4,2): error CAL3014: BuildSecret 'NO_SUCH_TOKEN' cannot be given to the build: the variable 'NO_SUCH_TOKEN' is not set.", line);
    }

    [DockerFact]
    public async Task The_configuration_file_brings_Julia_and_a_tracking_database_whose_password_only_the_job_knows()
    {
        using var server = new PackageIndex();
        server.Serve("/bin/linux/x64/1.10/julia-1.10.4-linux-x86_64.tar.gz", JuliaArchive());
        // A stand-in that opens the socket it is asked for, and would write down what it is told.
        server.Serve("/cloud-sql-connectors/cloud-sql-proxy/v2.14.0/cloud-sql-proxy.linux.amd64", """
            #!/usr/bin/env python3
            import os, socket, sys, time
            folder = os.path.join(sys.argv[2], sys.argv[3])
            os.makedirs(folder)
            time.sleep(1)
            socket.socket(socket.AF_UNIX).bind(os.path.join(folder, ".s.PGSQL.5432"))
            time.sleep(600)
            """u8.ToArray());
        await using var trial = await EnvironmentTrial.CreateAsync(
            """
            import os, subprocess, sys, urllib.parse
            print("julia says", subprocess.run(["julia"], capture_output=True, text=True).stdout)
            uri = urllib.parse.urlsplit(os.environ["MLFLOW_TRACKING_URI"])
            print("password", urllib.parse.unquote(uri.password)[::-1], "socket", os.path.exists(urllib.parse.parse_qs(uri.query)["unix_sock"][0]))
            print("group", os.environ["MLFLOW_EXPERIMENT_NAME"], os.environ["UV_MLFLOW_PUBSUB_TOPIC"], os.environ["MLFLOW_ARTIFACT_ROOT"])
            print("arguments", sys.argv[1:])
            sys.exit(7)
            """,
            $"""
            <BuildArgument Include="CALIBAN_JULIA_SERVER" Value="{server.Address}" />
            <BuildArgument Include="CALIBAN_CLOUD_SQL_PROXY_SERVER" Value="{server.Address}" />
            <ScriptArgument Include="a b" />
            """);
        var password = $"{_password}@/:?#";
        trial.Consumer.Write(".calibanconfig.json", $$"""
            {
              # As for google/caliban
              "julia_version": "1.10.4",
              "mlflow_config": {"project": "p", "region": "r", "db": "d", "user": "u", "password": "{{password}}", "artifact_root": "gs://bucket"},
              "uv": {"mlflow": {"pubsub_topic": "topic"} },
            }
            """);

        var run = await trial.RunAsync(
            trial.Consumer.Sweep("docker", EnvironmentTrial.HostNetwork, "-p:CalibanXGroup=mygroup", "-bl:log.binlog"), buildKit: false);

        run.ShouldFail().ShouldSay(
            "julia says 1.10.4 from Julia",
            $"password {new string([.. password.Reverse()])} socket True",
            "group mygroup topic gs://bucket",
            "arguments ['a b']",
            "failed with exit code 7");
        File.Delete(Path.Combine(trial.Consumer.Folder, ".calibanconfig.json"));
        await AssertNowhereAsync(trial, run);
    }

    /// <summary>Nor in the image, its history and its configuration, nor in what was written here or shown.</summary>
    private async Task AssertNowhereAsync(EnvironmentTrial trial, CommandResult run)
    {
        run.ShouldNotSay(_password);
        var image = await trial.ImageAsync();
        Assert.DoesNotContain(_password, await DockerCli.AskAsync("history", "--no-trunc", image));
        Assert.DoesNotContain(_password, await DockerCli.AskAsync("image", "inspect", image));
        var archive = Path.Combine(trial.Consumer.Folder, "image.tar");
        await DockerCli.AskAsync("save", "--output", archive, image);
        File.Delete(Path.Combine(trial.Consumer.Folder, "key.txt"));
        await using (var binlog = new GZipStream(File.OpenRead(Path.Combine(trial.Consumer.Folder, "log.binlog")), CompressionMode.Decompress))
        {
            using var text = new MemoryStream();
            await binlog.CopyToAsync(text);
            Assert.False(text.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(_password)) >= 0, "It is in the binary log.");
        }

        foreach (var file in Directory.EnumerateFiles(trial.Consumer.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.False((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(_password)) >= 0, $"It is in {file}.");
        }
    }

    private static byte[] JuliaArchive()
    {
        using var stream = new MemoryStream();
        using (var compressed = new GZipStream(stream, CompressionLevel.Fastest))
        using (var tar = new TarWriter(compressed))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "julia-1.10.4/bin/julia")
            {
                Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
                Uid = 1234,
                DataStream = new MemoryStream("#!/bin/sh\necho 1.10.4 from Julia\n"u8.ToArray()),
            });
        }

        return stream.ToArray();
    }
}
