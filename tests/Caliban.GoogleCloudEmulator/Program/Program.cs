using System.Runtime.InteropServices;
using Caliban.Emulator.Requests;

namespace Caliban.Emulator.Program;

/// <summary>The emulator run by hand, so that cloud targets can be tried without an account.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            var settings = ProgramOptions.Read(arguments);
            return settings.AsksForHelp ? Help() : await RunAsync(settings);
        }
        catch (FormatException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"It cannot start: {exception.Message}");
            return 1;
        }
    }

    private static async Task<int> RunAsync(ProgramSettings settings)
    {
        var options = settings.IsQuiet ? settings.Options : settings.Options with { Answered = Print };
        await using var cloud = await GoogleCloudEmulator.StartAsync(options);
        foreach (var fault in settings.Faults)
        {
            cloud.Faults.Add(fault);
        }

        foreach (var (location, metric, limit) in settings.Quotas)
        {
            cloud.SetQuota(location, metric, limit);
        }

        var key = cloud.WriteServiceAccountKeyFile(Path.GetFullPath(settings.KeyFile));
        Console.WriteLine(
            $"""
            Google Cloud, emulated, on {cloud.Url}. Ctrl+C ends it.

            Add to a command with CalibanCloud:

              -p:CalibanProjectId={cloud.Project.Id} -p:CalibanCloudKey={key} \
              -p:CalibanVertexEndpoint={cloud.Url} -p:CalibanLoggingEndpoint={cloud.Url}

            """);
        await EndAsync();
        return 0;
    }

    private static async Task EndAsync()
    {
        var end = new TaskCompletionSource();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            end.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await end.Task;
    }

    private static void Print(RecordedRequest request) => Console.WriteLine($"{request.Time.LocalDateTime:HH:mm:ss.fff} {request}");

    private static int Help()
    {
        Console.WriteLine("Emulates the parts of Google Cloud that CalibanCloud uses, on 127.0.0.1.\n");
        foreach (var option in ProgramOptions.All)
        {
            Console.WriteLine($"  {$"{option.Name} {option.Value}",-30} {option.Help}");
        }

        Console.WriteLine(
            """

            Fates: succeed, exit:CODE, out-of-memory, stockout, quota-exceeded, missing-image, internal-error, expire,
            partially-succeed, never. --fate, --quota, --lose-rate and --error-rate can be given several times.
            """);
        return 0;
    }
}
