using Caliban.Core.History;
using Caliban.Core.Jobs.Fingerprints;

namespace Caliban.Core.Tests.Jobs.Fingerprints;

/// <summary>Why an experiment runs again, in words.</summary>
public sealed class RerunReasonTests
{
    private static readonly Fingerprint Before = new("hash", 1, "image-1", "trainer.train", "arguments", "SEED=aa; TOKEN", "cpu");

    private static readonly Dictionary<string, string> Inputs = new()
    {
        ["environment"] = "e1",
        ["environment: requirements.txt"] = "r1",
        ["environment: Dockerfile"] = "d1",
        ["trainer/train.py"] = "t1",
        ["trainer/net.py"] = "n1",
    };

    [Fact]
    public void A_changed_file_is_named() =>
        Assert.Equal("code changed (trainer/train.py)", Describe(Before with { Image = "image-2" }, ("trainer/train.py", "t2")));

    [Fact]
    public void Added_and_removed_files_are_named_too() => Assert.Equal(
        "code changed (trainer/net.py, trainer/new.py)", Describe(Before with { Image = "image-2" }, ("trainer/net.py", null), ("trainer/new.py", "x")));

    [Fact]
    public void More_than_three_files_are_counted() => Assert.Equal(
        "code changed (a.py, b.py, c.py and 2 more)",
        Describe(Before with { Image = "image-2" }, ("a.py", "1"), ("b.py", "1"), ("c.py", "1"), ("d.py", "1"), ("e.py", "1")));

    [Fact]
    public void What_follows_from_another_change_is_not_said() => Assert.Equal(
        "environment changed (requirements.txt)",
        Describe(
            Before with { Image = "image-2" },
            ("environment: requirements.txt", "r2"), ("environment: Dockerfile", "d2"), ("environment", "e2")));

    [Fact]
    public void An_image_of_which_nothing_is_known_has_changed() => Assert.Equal(
        "image changed", RerunReason.Describe(Before, Before with { Image = "image-2" }, null, Inputs));

    [Fact]
    public void Another_engine_is_named()
    {
        Assert.Equal("runs as a process now", Describe(Before with { Image = "process-1" }));
        Assert.Equal("runs in a container now", RerunReason.Describe(Before with { Image = "process-1" }, Before, Inputs, Inputs));
    }

    [Fact]
    public void Variables_are_named_without_their_values() =>
        Assert.Equal("variables changed (NEW, SEED, TOKEN)", Describe(Before with { Environment = "NEW=1; SEED=bb" }));

    [Fact]
    public void Every_part_that_differs_is_named() => Assert.Equal(
        "command changed (trainer.train → trainer.other), hardware changed (cpu → gpus=2)",
        Describe(Before with { Command = "trainer.other", Hardware = "gpus=2" }));

    [Fact]
    public void Where_nothing_else_differs_the_schema_does() =>
        Assert.Equal("the schema of fingerprints is 2 now, and was 1", Describe(Before with { Schema = 2 }));

    private static string Describe(Fingerprint now, params (string Name, string? Fingerprint)[] changes)
    {
        var inputs = new Dictionary<string, string>(Inputs);
        foreach (var (name, fingerprint) in changes)
        {
            if (fingerprint is null)
            {
                inputs.Remove(name);
            }
            else
            {
                inputs[name] = fingerprint;
            }
        }

        return RerunReason.Describe(Before, now, Inputs, inputs);
    }
}
