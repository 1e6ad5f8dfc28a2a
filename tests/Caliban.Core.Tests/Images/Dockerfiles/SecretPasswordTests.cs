using Caliban.Core.Images.Dockerfiles;
using Caliban.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Caliban.Core.Tests.Images.Dockerfiles;

/// <summary>The start of a program, run by the shell of this machine against a server that answers as Google's do.</summary>
public sealed class SecretPasswordTests
{
    private const string Secret = "projects/p/secrets/mlflow/versions/latest";

    [UnixFact]
    public async Task The_password_of_a_secret_stands_in_the_address_when_the_program_starts()
    {
        await using var server = await StartAsync("p@ss w/rd");

        var result = await RunAsync(server, ("CALIBAN_MLFLOW_PASSWORD_SECRET", Secret), ("MLFLOW_TRACKING_URI", "postgresql+pg8000://me@/db?unix_sock=x"));

        Assert.Equal("postgresql+pg8000://me:p%40ss%20w%2Frd@/db?unix_sock=x", result.Output.Trim());
        Assert.Equal(0, result.ExitCode);
    }

    [UnixFact]
    public async Task Without_a_secret_nothing_changes_and_nobody_is_asked()
    {
        await using var server = await StartAsync("unused");

        var result = await RunAsync(server, ("MLFLOW_TRACKING_URI", "http://tracking"));

        Assert.Equal("http://tracking", result.Output.Trim());
    }

    [UnixFact]
    public async Task A_secret_that_may_not_be_read_ends_the_job_and_names_the_role()
    {
        await using var server = await StartAsync(null);

        var result = await RunAsync(server, ("CALIBAN_MLFLOW_PASSWORD_SECRET", Secret), ("MLFLOW_TRACKING_URI", "postgresql://me@/db"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("roles/secretmanager.secretAccessor", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static async Task<CommandResult> RunAsync(WebApplication server, params (string Name, string Value)[] variables)
    {
        var command = new Command("/bin/sh", "-c", $"{SecretPassword.Script("python3")}echo \"$MLFLOW_TRACKING_URI\"")
        {
            Environment =
            {
                ["GCE_METADATA_HOST"] = new Uri(server.Urls.First()).Authority,
                [SecretPassword.EndpointVariable] = server.Urls.First(),
                ["MLFLOW_TRACKING_URI"] = "",
                ["no_proxy"] = "*",
            },
        };
        foreach (var (name, value) in variables)
        {
            command.Environment[name] = value;
        }

        return await command.RunAsync();
    }

    /// <param name="password">Null for a caller without permission.</param>
    private static async Task<WebApplication> StartAsync(string? password)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/computeMetadata/v1/instance/service-accounts/default/token", (HttpRequest request) =>
            request.Headers["Metadata-Flavor"] == "Google" ? Results.Text("""{"access_token":"t","expires_in":3600}""") : Results.StatusCode(403));
        server.MapGet("/v1/" + Secret + ":access", (HttpRequest request) =>
            password is not null && request.Headers.Authorization == "Bearer t"
                ? Results.Text($$"""{"payload":{"data":"{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(password))}}"} }""")
                : Results.StatusCode(403));
        await server.StartAsync();
        return server;
    }
}
