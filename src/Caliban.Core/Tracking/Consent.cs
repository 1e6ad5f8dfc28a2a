using Caliban.Core.Diagnostics;

namespace Caliban.Core.Tracking;

/// <summary>Asks the person at the terminal before something is done that cannot be undone.</summary>
/// <param name="obstacle">Why nobody can be asked here; empty where somebody can.</param>
/// <param name="ask">Shows a question and returns what was answered; null at the end of the input.</param>
public sealed class Consent(string obstacle, Func<string, string?> ask)
{
    /// <summary>For tests and programs that nobody watches.</summary>
    public static Consent Unavailable { get; } = new("its input or output leads elsewhere", _ => null);

    /// <summary>Of this process.</summary>
    /// <param name="isTerminalTaken">Whether a logger of MSBuild keeps the terminal for itself.</param>
    public static Consent OfTerminal(bool isTerminalTaken = false) => new(
        isTerminalTaken ? "the terminal logger keeps the terminal for itself"
            : Console.IsInputRedirected || Console.IsOutputRedirected ? "its input or output leads elsewhere" : "",
        question =>
        {
            Console.Out.Write(question);
            return Console.In.ReadLine();
        });

    /// <summary>Whether the caller agrees: by <c>CalibanYes</c>, or by answering y or yes.</summary>
    /// <param name="question">Such as <c>do you wish to stop these 3 jobs?</c></param>
    /// <param name="what">What is asked for, for the error: <c>stopping 3 jobs</c>.</param>
    /// <exception cref="DiagnosticException">Nobody can be asked: CAL7031.</exception>
    public async Task<bool> GiveAsync(TrackingRequest request, string question, string what, CancellationToken cancellationToken)
    {
        if (request.Yes)
        {
            return true;
        }

        if (obstacle.Length > 0)
        {
            throw DiagnosticException.Create(TrackingDiagnostics.ConsentNeeded, SourceLocation.None, what, obstacle);
        }

        // A console cannot be read with a cancellation; the thread that waits for it ends with the process.
        var answer = await Task.Run(() => ask($"{question} [yN]: "), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer?.Trim() is { Length: > 0 } text
            && (text.Equals("y", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }
}
