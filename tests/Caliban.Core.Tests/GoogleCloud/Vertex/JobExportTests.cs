using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Projects;
using Caliban.Testing;
using YamlDotNet.RepresentationModel;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

public sealed class JobExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jobs.txt", ".txt")]
    [InlineData("jobs", "")]
    [InlineData("jobs.json.gz", ".gz")]
    public void Another_extension_is_refused_in_the_words_of_google_caliban(string path, string extension)
    {
        var properties = new ProjectProperties("train.proj");
        JobExport.Check(path, properties);

        Assert.Equal($"invalid job file extension: {extension}, must be in ('.yaml', '.json'). Correct CalibanExport.", Assert.Single(properties.Mistakes).Message);
    }

    [Theory]
    [InlineData("jobs.json")]
    [InlineData("a.b/jobs.YAML")]
    [InlineData("jobs.yml")]
    public void JSON_and_YAML_are_taken(string path)
    {
        var properties = new ProjectProperties("train.proj");
        JobExport.Check(path, properties);

        Assert.Empty(properties.Mistakes);
    }

    [Fact]
    public async Task One_job_is_one_file_with_the_body_of_its_request()
    {
        var path = Path.Combine(_folder.Path, "new", "job.json");

        Assert.Equal([path], await JobExport.WriteAsync(path, [Jobs.On("2xV100")], CancellationToken.None));
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        using var body = JsonDocument.Parse(CustomJobBody.Write(Jobs.On("2xV100")));
        Assert.True(JsonElement.DeepEquals(body.RootElement, file.RootElement));
    }

    [Fact]
    public async Task Several_jobs_are_numbered_from_zero()
    {
        var jobs = Enumerable.Range(1, 11).Select(index => Jobs.On() with { DisplayName = $"job {index}" }).ToList();

        var files = await JobExport.WriteAsync(Path.Combine(_folder.Path, "sweep.v1.json"), jobs, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 11).Select(index => $"sweep.v1_{index}.json"), files.Select(Path.GetFileName));
        Assert.Equal(files.Order(), Directory.GetFiles(_folder.Path).Order());
        Assert.Contains("\"job 11\"", await File.ReadAllTextAsync(files[10]));
    }

    [Fact]
    public async Task No_job_is_no_file()
    {
        Assert.Empty(await JobExport.WriteAsync(Path.Combine(_folder.Path, "sweep.json"), [], CancellationToken.None));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task YAML_is_written_for_people()
    {
        var files = await JobExport.WriteAsync(Path.Combine(_folder.Path, "job.yaml"), [Jobs.On("2xV100", replicas: 2)], CancellationToken.None);

        Golden.Check("GoogleCloud", "custom-job.replicas.yaml", await File.ReadAllTextAsync(files[0]));
    }

    [Fact]
    public async Task Whatever_an_argument_is_YAML_reads_it_as_the_same_text()
    {
        string[] texts =
        [
            "no", "Yes", "true", "null", "~", "", "1", "-0.1", "1e3", "0x1f", "0o7", "1_000", "12:30:45", "2026-11-27", ".inf", "nan", "- a", "a: b", "# c", "a #b",
            "{x}", "[1]", "*a", "&b", "!c", "%d", "@e", "`f", "'g'", "\"h\"", " i ", "j\nk\n", "\tl", "ä 😀", "=", "<<", "|", ">", "\\", "\u0007", "\u0085", "\ufeff", "9" + new string('x', 300),
            string.Join(' ', Enumerable.Repeat("word", 100)),
        ];
        var job = Jobs.On() with { Arguments = texts };

        var files = await JobExport.WriteAsync(Path.Combine(_folder.Path, "job.yml"), [job], CancellationToken.None);

        var stream = new YamlStream();
        using var reader = File.OpenText(files[0]);
        stream.Load(reader);
        var pool = ((YamlSequenceNode)stream.Documents[0].RootNode["jobSpec"]["workerPoolSpecs"])[0];
        var arguments = ((YamlSequenceNode)pool["containerSpec"]["args"]).Cast<YamlScalarNode>().ToList();
        Assert.Equal(texts, arguments.Select(argument => argument.Value));
        Assert.All(arguments, argument => Assert.Equal(YamlDotNet.Core.ScalarStyle.DoubleQuoted, argument.Style));
        Assert.Equal("1", ((YamlScalarNode)pool["replicaCount"]).Value);
        Assert.Equal(YamlDotNet.Core.ScalarStyle.DoubleQuoted, ((YamlScalarNode)pool["replicaCount"]).Style);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_an_error_that_names_it()
    {
        var blocked = _folder.Write("blocked", "");

        var exception = await Assert.ThrowsAsync<DiagnosticException>(
            () => JobExport.WriteAsync(Path.Combine(blocked, "job.json"), [Jobs.On()], CancellationToken.None));

        Assert.StartsWith($"CalibanExport could not write '{Path.Combine(blocked, "job.json")}': ", Assert.Single(exception.Diagnostics).Message);
    }
}
