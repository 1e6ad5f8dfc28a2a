using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>A person at a terminal with a notebook of <c>dotnet run -p:CalibanCommand=notebook</c>; Jupyter is a real one.</summary>
public sealed class NotebookTests
{
    [SessionFact]
    public async Task A_notebook_answers_on_loopback_with_its_token_and_refuses_without()
    {
        using var index = PackageIndex.OfFolder(await NotebookWheel.GetFolderAsync());
        await using var image = await IndexedImage.CreateAsync(index);
        await using var consumer = await CreateAsync(image);
        // Whoever has it: the first port is taken.
        using var first = Listen(8888);
        await using var terminal = await TmuxTerminal.StartAsync(consumer.Session("notebook", "-bl"));
        var screen = await terminal.WaitForAsync("The notebook is at http://");
        var match = Regex.Match(screen, @"The notebook is at (http://127\.0\.0\.1:([0-9]+)/)\?token=([0-9a-f]{48})");
        Assert.True(match.Success, screen);
        var (url, port, token) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        Assert.NotEqual("8888", port);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{url}tree?token={token}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{url}api/contents/analysis.py?token={token}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync($"{url}api/contents/analysis.py"));
        var container = (await DockerCli.ContainersAsync(consumer.Name)).Split(' ')[0];
        Assert.Equal($"{port}/tcp -> 127.0.0.1:{port}", await DockerCli.AskAsync("port", container));
        await AssertSecretAsync(token, consumer, terminal);

        await terminal.PressAsync("C-c");
        await terminal.WaitForAsync("Shutdown this notebook server");
        await terminal.PressAsync("C-c");
        await terminal.WaitForAsync("exit code: 0");
        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
    }

    [DockerFact]
    public async Task A_port_that_is_taken_is_refused_before_anything_is_built()
    {
        await using var consumer = await Consumer.CreateFromAsync("""<ItemGroup><BaseImage Include="caliban-test/not-there" /></ItemGroup>""");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var run = await consumer.Session("notebook", $"-p:CalibanNotebookPort={port}").RunAsync();

        var line = Assert.Single(run.ShouldFail().ShouldSayTimes(1, "error CAL4022"));
        Assert.Contains($"CalibanNotebookPort is {port}", line);
        run.ShouldNotSay("docker build");
    }

    [DockerFact]
    public async Task An_image_without_Jupyter_is_told_so()
    {
        await using var consumer = await Consumer.CreateFromAsync("");
        var run = await consumer.Session("notebook", $"-p:CalibanImageTag={DockerFactAttribute.BaseImage}").RunAsync();

        run.ShouldFail().ShouldSayTimes(1, "error CAL4029");
        run.ShouldSay("No module named jupyter");
    }

    private static async Task<Consumer> CreateAsync(IndexedImage image)
    {
        var consumer = await Consumer.CreateFromAsync(
            $"""
            <PropertyGroup><CalibanDockerBuildArgs>--network host</CalibanDockerBuildArgs></PropertyGroup>
            <ItemGroup>
              <BaseImage Include="{image.Name}" />
              <AptPackage Include="{NotebookWheel.AptPackages}" />
            </ItemGroup>
            """);
        consumer.Write("analysis.py", "print(1)\n");
        return consumer;
    }

    /// <summary>The token is on the screen, once, and nowhere else.</summary>
    private static async Task AssertSecretAsync(string token, Consumer consumer, TmuxTerminal terminal)
    {
        Assert.Single(Regex.Matches(terminal.Raw, token));
        Assert.Equal("", await FileSearch.FindAsync(consumer.Folder, token));
        Assert.Contains(".binlog", await FileSearch.FindAsync(consumer.Folder, "JupyterVersion"));
        Assert.DoesNotContain(token, (await new Command("ps", "-eww", "-o", "args").RunAsync()).Output);
    }

    private static async Task<HttpStatusCode> StatusAsync(string url)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(new Uri(url));
        return answer.StatusCode;
    }

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
