namespace Caliban.Core.Processes;

/// <summary>Runs a child process to its end.</summary>
public static class ProcessRunner
{
    /// <summary>Enough for what a command says of itself; the rest of a longer output is dropped.</summary>
    private const int CaptureLimit = 4 * 1024 * 1024;

    /// <summary>Runs until the process ends; a cancellation interrupts it, waits for <paramref name="grace"/>, and kills its tree.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process has ended.</exception>
    public static async Task<int> RunAsync(
        ProcessSpecification specification, OutputHandler onOutput, TimeSpan grace, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var child = ChildProcess.Start(specification, onOutput);
        try
        {
            return await child.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var interrupted = child.Interrupt();
            if (!interrupted || !await EndsWithin(child.Completion, grace).ConfigureAwait(false))
            {
                child.Kill();
            }

            await child.Completion.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a short command and returns what it wrote.</summary>
    /// <param name="limit">How many bytes of each channel are kept.</param>
    /// <exception cref="TimeoutException">It did not end within <paramref name="timeout"/> and was killed.</exception>
    public static async Task<CapturedOutput> CaptureAsync(
        ProcessSpecification specification, TimeSpan timeout, CancellationToken cancellationToken, int limit = CaptureLimit)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(timeout);
        var output = new CapturedOutput.Builder(limit);
        try
        {
            return output.Build(await RunAsync(specification, output.Add, TimeSpan.Zero, timed.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{Path.GetFileName(specification.FileName)} gave no answer within {timeout.TotalSeconds:0.#} s");
        }
    }

    internal static async Task<bool> EndsWithin(Task task, TimeSpan time) =>
        await Task.WhenAny(task, Task.Delay(time)).ConfigureAwait(false) == task;
}
