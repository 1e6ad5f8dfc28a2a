using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Caliban.Testing;

/// <summary>Runs a program as a person would and returns all it wrote.</summary>
public sealed record Command(string Program, params string[] Arguments)
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    public string? WorkingDirectory { get; init; }

    /// <summary>Variables to set, or with null to remove.</summary>
    public Dictionary<string, string?> Environment { get; init; } = [];

    /// <summary>What the program reads; null is an empty input.</summary>
    public string? Input { get; init; }

    /// <summary>The <c>dotnet</c> that runs the tests; no build server outlives the command.</summary>
    public static Command Dotnet(string workingDirectory, params string[] arguments) => new(DotnetPath, arguments)
    {
        WorkingDirectory = workingDirectory,
        Environment =
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            // Nobody's own history is touched by a test that names none.
            ["CALIBAN_DB_URL"] = "none",
            // Set by the test host for its own process, and wrong for others
            ["MSBUILD_EXE_PATH"] = null,
            ["MSBuildSDKsPath"] = null,
            ["MSBuildExtensionsPath"] = null,
            ["MSBUILDLOADMICROSOFTTARGETSREADONLY"] = null,
        },
    };

    public static string DotnetPath { get; } = System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Starts the program with its output redirected; the caller ends it.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = WorkingDirectory ?? "",
        };
        foreach (var (name, value) in Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return Process.Start(start)!;
    }

    /// <exception cref="TimeoutException">It did not end within <paramref name="limit"/> (5 minutes) and was killed.</exception>
    public async Task<CommandResult> RunAsync(TimeSpan? limit = null)
    {
        using var process = Start();
        using var timeout = new CancellationTokenSource(limit ?? DefaultLimit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            if (Input is not null)
            {
                await process.StandardInput.WriteAsync(Input);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{Program} {string.Join(' ', Arguments)} did not end"));
        }
    }
}

/// <summary>How a command ended.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for the message of a failed assertion.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
