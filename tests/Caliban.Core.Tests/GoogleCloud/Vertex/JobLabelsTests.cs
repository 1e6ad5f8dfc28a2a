using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex.Labels;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

public sealed class JobLabelsTests : IDiagnosticSink
{
    private const string Job = "caliban-quickstart-1a2b3c4d-17";
    private static readonly HardwareChoice Cpu = new() { MachineType = "n1-highcpu-32", Region = "us-central1" };

    private readonly List<Diagnostic> _warnings = [];
    private readonly ProjectProperties _properties = new("train.proj");

    void IDiagnosticSink.Report(Diagnostic diagnostic) => _warnings.Add(diagnostic);

    [Theory]
    [InlineData(AcceleratorKind.None, "false", "false")]
    [InlineData(AcceleratorKind.Gpu, "true", "false")]
    [InlineData(AcceleratorKind.Tpu, "false", "true")]
    public void Every_job_says_what_it_is_and_how_it_is_found_again(AcceleratorKind kind, string gpu, string tpu)
    {
        var labels = Read().Of(Job, Cpu with { Kind = kind }, []);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["gpu_enabled"] = gpu,
                ["tpu_enabled"] = tpu,
                ["job_name"] = "quick_start",
                ["docker_image"] = "us-docker_pkg_devpcaliban-imagesha2560123",
                ["caliban_store"] = "89abcdef",
                ["caliban_job"] = Job,
            }.OrderBy(label => label.Key),
            labels.OrderBy(label => label.Key));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("--a", "a=")]
    [InlineData("--a 1 --b", "a=1 b=")]
    [InlineData("--a --b 2", "a= b=2")]
    [InlineData("pos --a 1", "a=1")]
    [InlineData("--a 1 2", "a=1")]
    [InlineData("--A X --a Y", "a=y")]
    [InlineData("-x 5", "x=5")]
    [InlineData("-- --a 1", "a=1")]
    [InlineData("--a=1", "a=1")]
    [InlineData("--a= --b 2", "a= b=2")]
    [InlineData("--a=b=c", "a=bc")]
    [InlineData("--a=1 2 --b 3", "a=1 b=3")]
    [InlineData("--lr -0.1 --x y", "lr=-0_1 x=y")]
    [InlineData("--lr=-0.1", "lr=-0_1")]
    [InlineData("--low -inf --high 1e-07", "low=-inf high=1e-07")]
    [InlineData("-1 --a 2", "a=2")]
    [InlineData("--learning.rate 0.5", "learning_rate=0_5")]
    [InlineData("--é 1 --b 2", "b=2")]
    public void Flags_become_labels(string arguments, string labels) => Assert.Equal(labels, OfArguments(arguments.Split(' ')));

    [Fact]
    public void Arguments_of_a_launcher_become_none() => Assert.Equal("a=1", OfArguments(
        "--caliban_config", "{\"env\":{\"MLFLOW_RUN_NAME\":\"x\"}}", "--caliban-command=[1]", "--caliban_job", "other", "--a", "1"));

    [Fact]
    public void Secrets_become_none() => Assert.Equal("max_tokens=512 use_token=true n=1", OfArguments(
        "--api_key", "s3cret", "--db", "postgresql://u:pw@h/d", "--hf-token=hf_abc", "--max_tokens", "512", "--use_token", "True", "--n", "1"));

    [Fact]
    public void Arguments_win_over_declared_labels_and_these_over_Calibans()
    {
        var labels = Read(("team", "a"), ("job_name", "mine"), ("gpu_enabled", "maybe")).Of(Job, Cpu, ["--team", "b", "--gpu_enabled", "no"]);

        Assert.Equal(("b", "mine", "no"), (labels["team"], labels["job_name"], labels["gpu_enabled"]));
    }

    [Theory]
    [InlineData("caliban_job")]
    [InlineData("Caliban_Store")]
    [InlineData("--caliban_job")]
    public void The_labels_by_which_jobs_are_found_cannot_be_replaced(string name)
    {
        var labels = Read((name, "other")).Of(Job, Cpu, []);

        Assert.Equal("CAL5031", Assert.Single(_properties.Mistakes).Descriptor.Code);
        Assert.Equal((Job, "89abcdef"), (labels["caliban_job"], labels["caliban_store"]));
    }

    [Fact]
    public void A_label_on_a_command_line_brings_its_value_with_it() => Assert.Equal("ml", Read(("team=ml", "")).Of(Job, Cpu, [])["team"]);

    [Theory]
    [InlineData("Team", "ML Research", "JobLabel 'Team=ML Research' can't be a label as it is, and is sent as 'team=mlresearch'.")]
    [InlineData("1st", "x", "JobLabel '1st=x' can't be a label as it is, and is sent as 'k1st=x'.")]
    [InlineData("é", "x", "JobLabel 'é=x' can't be a label as it is, and is left out.")]
    [InlineData("lr", "-0.5", "JobLabel 'lr=-0.5' can't be a label as it is, and is sent as 'lr=-0_5'.")]
    public void A_declared_label_that_is_changed_is_said_to_be(string name, string value, string message)
    {
        Read((name, value));

        Assert.StartsWith(message, Assert.Single(_warnings).Message);
    }

    [Fact]
    public void A_declared_label_that_is_legal_is_not_spoken_of()
    {
        var labels = Read(("team-1_x", "a-b_1"), ("empty", ""), ("offset", "-3")).Of(Job, Cpu, []);

        Assert.Equal(("a-b_1", "", "-3"), (labels["team-1_x"], labels["empty"], labels["offset"]));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Of_too_many_the_last_arguments_are_left_out_with_one_warning_for_the_sweep()
    {
        var labels = Read(("team", "a"));
        string[] arguments = [.. Enumerable.Range(0, 64).Select(index => $"--p{index}=1")];

        for (var job = 0; job < 3; job++)
        {
            var one = labels.Of(Job, Cpu, arguments);

            Assert.Equal(64, one.Count);
            Assert.Equal(["gpu_enabled", "tpu_enabled", "job_name", "docker_image", "caliban_store", "caliban_job", "team", "p0"], one.Keys.Take(8));
            Assert.Equal("p56", one.Keys.Last());
        }

        var warning = Assert.Single(_warnings);
        Assert.Equal(
            ("CAL5032", "The jobs of this sweep have 71 labels, and 64 are allowed. Left out: 'p57', 'p58', 'p59', 'p60', 'p61' and 2 more. The arguments themselves are passed on in full."),
            (warning.Descriptor.Code, warning.Message));
    }

    [Fact]
    public void Calibans_own_stay_whatever_is_declared()
    {
        var labels = Read([.. Enumerable.Range(0, 70).Select(index => ($"l{index}", "x"))]).Of(Job, Cpu, ["--lr", "1"]);

        Assert.Equal(64, labels.Count);
        Assert.Equal((Job, "l57"), (labels["caliban_job"], labels.Keys.Last()));
        Assert.Equal("CAL5032", Assert.Single(_warnings).Descriptor.Code);
    }

    [Fact]
    public void Exactly_64_are_not_too_many()
    {
        Assert.Equal(64, Read().Of(Job, Cpu, [.. Enumerable.Range(0, 58).Select(index => $"--p{index}")]).Count);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("caliban-quickstart-1a2b3c4d-17", "caliban-quickstart-1a2b3c4d-17")]
    [InlineData("caliban-my.net-1a2b3c4d-17", "caliban-my_net-1a2b3c4d-17-")]
    [InlineData("caliban-My_net-1a2b3c4d-17", "caliban-my_net-1a2b3c4d-17-")]
    public void A_job_keeps_its_name_where_it_is_legal(string name, string start) => Assert.StartsWith(start, JobLabels.JobValue(name));

    [Fact]
    public void Names_that_cannot_be_kept_stay_different()
    {
        var names = Enumerable.Range(0, 1000).Select(index => $"caliban-{new string('p', 80)}-1a2b3c4d-{index}").Append("caliban-a.b").Append("caliban-a_b").ToList();
        var values = names.Select(JobLabels.JobValue).ToList();

        Assert.Equal(names.Count, values.Distinct().Count());
        Assert.All(values, value => Assert.Matches("^[a-z0-9_-]{1,63}$", value));
    }

    [Fact]
    public void Whatever_the_arguments_are_the_limits_hold() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(Arguments), Arb.From(Declared), (arguments, declared) =>
        {
            var labels = Read([.. declared]).Of(Job, Cpu, arguments);

            Assert.InRange(labels.Count, 6, 64);
            Assert.All(labels.Keys, key => Assert.Matches(@"\A[a-z][a-z0-9_-]{0,62}\z", key));
            Assert.All(labels.Values, value => Assert.Matches(@"\A[a-z0-9_-]{0,63}\z", value));
            Assert.Equal((Job, "89abcdef"), (labels["caliban_job"], labels["caliban_store"]));
        }));

    private static Gen<string> Words => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        from dashes in Gen.Elements("", "-", "--")
        from name in Gen.Elements("lr", "A.B", "caliban_job", "job_name", "é", "1", "0.5", "x=1", "token=abc", new string('n', 90))
        from suffix in Gen.Choose(0, 99)
        select $"{dashes}{name}{suffix}");

    private static Gen<string[]> Arguments => Gen.Choose(0, 200).SelectMany(count => Gen.ArrayOf(Words, count));

    private static Gen<(string, string)[]> Declared =>
        from count in Gen.Choose(0, 80)
        from names in Gen.ArrayOf(Words, count)
        from values in Gen.ArrayOf(Words, count)
        select names.Zip(values).ToArray();

    private string OfArguments(params string[] arguments) => string.Join(
        ' ', Read().Of(Job, Cpu, arguments).Skip(6).Select(label => $"{label.Key}={label.Value}"));

    private JobLabels Read(params (string Name, string Value)[] items) => JobLabels.Read(
        [
            .. items.Select(item => new DeclaredItem("JobLabel", item.Name, "train.proj")
            {
                Metadata = new Dictionary<string, string> { ["Value"] = item.Value },
            }),
        ],
        "Quick.Start",
        "us-docker.pkg.dev/p/caliban-image@sha256:0123",
        "89abcdef",
        _properties,
        this);
}
