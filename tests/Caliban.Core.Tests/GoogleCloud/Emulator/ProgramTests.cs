using System.Diagnostics;
using System.Text.RegularExpressions;
using Caliban.Testing;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

/// <summary>The emulator as a program.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task It_says_what_to_set_answers_and_ends_when_it_is_asked_to()
    {
        var key = Path.Combine(_folder.Path, "my-key.json");
        using var program = Start("--port", "0", "--key", key, "--project", "my-project", "--rate", "0", "--quiet");
        var text = "";
        while (!text.Contains("CalibanLoggingEndpoint"))
        {
            text += await program.StandardOutput.ReadLineAsync() + "\n";
        }

        var address = Regex.Match(text, @"CalibanVertexEndpoint=(http://127\.0\.0\.1:\d+)").Groups[1].Value;
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{address}/v1/projects/my-project/locations/us-central1/customJobs"));
        // Who runs the tests in the background may have taken the answer to Ctrl-C from all of their children.
        await new Command("kill", "-TERM", $"{program.Id}").RunAsync();
        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains($"-p:CalibanProjectId=my-project -p:CalibanCloudKey={key}", text);
        Assert.Contains("robot@my-project.iam.gserviceaccount.com", await File.ReadAllTextAsync(key));
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("There is no option '--prot'. See --help.", "--prot", "1")]
    [InlineData("--port needs a value: NUMBER.", "--port")]
    [InlineData("--latency cannot be 'soon': before every answer: 50ms, 1.5s (0).", "--latency", "soon")]
    [InlineData("--fail-rate cannot be '2': the part of the jobs that fail: 0.1 (0).", "--fail-rate", "2")]
    [InlineData("--fate cannot be 'x=explode': what becomes of jobs with TEXT in an argument: exit:3, stockout, out-of-memory, never, ….", "--fate", "x=explode")]
    public async Task It_refuses_what_it_does_not_understand(string message, params string[] arguments)
    {
        using var program = Start(arguments);

        Assert.Equal(message, (await program.StandardError.ReadToEndAsync()).Trim());
        await program.WaitForExitAsync();
        Assert.Equal(2, program.ExitCode);
    }

    [Fact]
    public async Task It_says_when_its_state_cannot_be_read()
    {
        using var program = Start("--port", "0", "--state", _folder.Write("state.json", "{"));

        Assert.StartsWith("It cannot start: the state file cannot be read: ", await program.StandardError.ReadToEndAsync());
        await program.WaitForExitAsync();
        Assert.Equal(1, program.ExitCode);
    }

    private static Process Start(params string[] arguments) =>
        new Command(Command.DotnetPath, [Path.Combine(AppContext.BaseDirectory, "Caliban.GoogleCloudEmulator.dll"), .. arguments]).Start();
}
