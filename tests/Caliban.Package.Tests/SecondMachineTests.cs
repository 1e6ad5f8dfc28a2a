using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Two machines, as far as one can be two: other folder, user, time zone, language, umask and order of files.</summary>
public sealed class SecondMachineTests
{
    [PushFact]
    public async Task The_same_project_has_one_digest()
    {
        await using var trial = await PushTrial.StartAsync();
        var environment = $"{trial.Repository}@{(await trial.PushAsync()).EnvironmentDigest}";
        var names = Enumerable.Range(0, 30).Select(index => $"trainer/part{index}/größe {index}.txt").ToList();
        Write(trial.Consumer.Folder, names);
        using var other = new TemporaryFolder("an other folder");
        foreach (var file in Directory.GetFiles(trial.Consumer.Folder))
        {
            File.Copy(file, Path.Combine(other.Path, Path.GetFileName(file)));
        }

        Write(other.Path, names.AsEnumerable().Reverse());
        other.Write("trainer/train.py", Scripts.Hello);
        await new Command("chmod", "-R", "u=rwX,go=rX", other.Path).RunAsync();
        (await new Command("chown", "-R", "65534:65534", other.Path).RunAsync()).ShouldSucceed();

        var here = Push(trial, environment, "one", trial.Consumer.Folder);
        here.Environment["TZ"] = "UTC";
        here.Environment["LC_ALL"] = "C";
        var there = Push(trial, environment, "two", other.Path);
        there.Environment["TZ"] = "Pacific/Auckland";
        there.Environment["LC_ALL"] = "tr_TR.UTF-8";
        there.Environment["HOME"] = Path.Combine(other.Path, "obj");
        there.Environment["DOTNET_CLI_HOME"] = Path.Combine(other.Path, "obj");
        there.Environment["XDG_CACHE_HOME"] = Path.Combine(other.Path, "obj", "cache");
        there = there with
        {
            Program = "setpriv",
            Arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", "umask 077; exec \"$@\"", "sh", there.Program, .. there.Arguments],
        };

        var first = PushResult.Read(await here.RunAsync());
        var second = PushResult.Read(await there.RunAsync());

        Assert.Equal(first.Digest, second.Digest);
        Assert.NotEqual(0, second.UploadedBytes);
        Assert.Equal(first.Tag, second.Tag);
    }

    private static Command Push(PushTrial trial, string environment, string repository, string folder) => trial.Build(
        "CalibanPush",
        "-getTargetResult:CalibanPush",
        "-p:CalibanImageBuilder=layer",
        $"-p:CalibanEnvironmentImage={environment}",
        $"-p:CalibanRepository={trial.Registry.Address}/machine/{repository}") with
    { WorkingDirectory = folder };

    private static void Write(string folder, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
            File.WriteAllText(Path.Combine(folder, name), name);
        }
    }
}
