using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex.Api;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>
/// Brings jobs to Vertex AI, each exactly once. The service knows no name that a client chooses, so each job carries a label
/// of its own, by which it is looked for whenever it may have been accepted. Safe to use from several threads.
/// </summary>
public sealed partial class VertexSubmitter : IDisposable
{
    /// <summary>The label that tells a job from all others.</summary>
    public const string JobLabel = "caliban_job";

    private readonly VertexClient _client;
    private readonly SubmissionRateLimiter _limiter;
    private readonly VertexSubmitterOptions _options;
    private readonly SemaphoreSlim _places;
    private readonly RetryPolicy _waits;

    public VertexSubmitter(VertexClient client, SubmissionRateLimiter limiter, VertexSubmitterOptions? options = null)
    {
        (_client, _limiter, _options) = (client, limiter, options ?? new VertexSubmitterOptions());
        _places = new SemaphoreSlim(_options.Concurrency, _options.Concurrency);
        _waits = new RetryPolicy(client.Connection.Time, client.Connection.Random, onRetry: null) { LongestWait = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Submits one job.</summary>
    /// <param name="body">The job as JSON, with the label <c>caliban_job</c>.</param>
    /// <param name="jobLabel">The value of that label.</param>
    /// <param name="askFirst">Whether it may have been sent before.</param>
    /// <param name="onWait">Told in words why it takes longer.</param>
    /// <param name="withdraw">Ends it as long as nothing of the job has been sent, and not later.</param>
    /// <exception cref="SubmissionRefusedException">It is not taken, and does not exist.</exception>
    /// <exception cref="DiagnosticException">CAL5069: it is not known whether it exists, so it has to be looked for next time. Others: nothing of it was sent.</exception>
    /// <exception cref="SubmissionWithdrawnException">It was withdrawn or cancelled before anything was sent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled later: it is not known whether it exists.</exception>
    public async Task<CustomJob> SubmitAsync(
        ReadOnlyMemory<byte> body, string jobLabel, bool askFirst, Action<string> onWait, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        if (!LabelValue().IsMatch(jobLabel))
        {
            throw new ArgumentException("It is no value of a label.", nameof(jobLabel));
        }

        var attempts = new SubmissionAttempts(_options, jobLabel, onWait);
        if (askFirst && await LookAsync(attempts, _options.LaterLooks, "an earlier run may have sent it", cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        attempts.MayExist = askFirst;
        while (true)
        {
            switch (await SendAsync(attempts, body, withdraw, cancellationToken).ConfigureAwait(false))
            {
                case CreateOutcome.Accepted accepted:
                    return attempts.MayExist ? await SettleAsync(attempts, accepted.Job, cancellationToken).ConfigureAwait(false) : accepted.Job;
                case CreateOutcome.Refused refused:
                    throw refused.Exception;
                case CreateOutcome.Slowed slowed:
                    attempts.Count(slowed);
                    break;
                case CreateOutcome.NotSent notSent:
                    var number = attempts.Count(notSent);
                    await WaitAsync(attempts, token => Task.Delay(_waits.Wait(number), _client.Connection.Time, token), withdraw, cancellationToken).ConfigureAwait(false);
                    break;
                case CreateOutcome.Unknown unknown:
                    attempts.MayExist = true;
                    if (await LookAsync(attempts, _options.Looks, unknown.Reason, cancellationToken).ConfigureAwait(false) is { } found)
                    {
                        return found;
                    }

                    attempts.Count(unknown);
                    break;
            }
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>Sends it when it is its turn.</summary>
    private async Task<CreateOutcome> SendAsync(
        SubmissionAttempts attempts, ReadOnlyMemory<byte> body, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        await WaitAsync(attempts, _places.WaitAsync, withdraw, cancellationToken).ConfigureAwait(false);
        try
        {
            await WaitAsync(attempts, _limiter.AcquireAsync, withdraw, cancellationToken).ConfigureAwait(false);
            var outcome = await _client.TryCreateAsync(body, cancellationToken).ConfigureAwait(false);
            if (outcome is CreateOutcome.Slowed slowed)
            {
                _limiter.Refused(slowed.Wait, slowed.PerMinute);
            }
            else if (outcome is CreateOutcome.Accepted)
            {
                _limiter.Accepted();
            }

            return outcome;
        }
        catch (DiagnosticException exception) when (attempts.MayExist)
        {
            throw Uncertain(attempts, exception);
        }
        catch (SubmissionWithdrawnException) when (attempts.MayExist)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits before something is sent, when the job can still be withdrawn unless an earlier attempt may have arrived.</summary>
    private static async Task WaitAsync(
        SubmissionAttempts attempts, Func<CancellationToken, Task> wait, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        if (attempts.MayExist)
        {
            await wait(cancellationToken).ConfigureAwait(false);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(withdraw, cancellationToken);
        try
        {
            await wait(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            throw new SubmissionWithdrawnException(end.Token);
        }
    }

    /// <summary>Looks for a job that may have been accepted.</summary>
    private async Task<CustomJob?> LookAsync(SubmissionAttempts attempts, IReadOnlyList<TimeSpan> looks, string reason, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var wait in looks)
            {
                if (wait > TimeSpan.Zero)
                {
                    attempts.Say($"{reason}; it is looked for again in {wait.TotalSeconds:0.#} s");
                    await Task.Delay(wait, _client.Connection.Time, cancellationToken).ConfigureAwait(false);
                }

                if (await FindAsync(attempts, [], cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
        catch (DiagnosticException exception)
        {
            throw Uncertain(attempts, exception);
        }
    }

    /// <summary>A job that was sent more than once.</summary>
    private async Task<CustomJob> SettleAsync(SubmissionAttempts attempts, CustomJob accepted, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(attempts, [accepted], cancellationToken).ConfigureAwait(false) ?? accepted;
        }
        catch (DiagnosticException)
        {
            return accepted;
        }
    }

    /// <summary>
    /// The job with a label. Should there be two, since a request arrived long after it was given up, the first one is kept and
    /// the others are stopped.
    /// </summary>
    /// <param name="known">Those that are known already: the list may not show them yet.</param>
    private async Task<CustomJob?> FindAsync(SubmissionAttempts attempts, IReadOnlyList<CustomJob> known, CancellationToken cancellationToken)
    {
        var jobs = known.ToList();
        await foreach (var job in _client.ListAsync($"labels.{JobLabel}=\"{attempts.Label}\"", cancellationToken).ConfigureAwait(false))
        {
            // A service that does not understand a filter must not hand us somebody else's job.
            if (job.Labels.GetValueOrDefault(JobLabel) == attempts.Label && !jobs.Exists(other => other.Name == job.Name))
            {
                jobs.Add(job);
            }
        }

        var kept = jobs.MinBy(job => (job.CreateTime, job.Name));
        foreach (var other in jobs.Where(job => job != kept && !job.IsFinal && job.State != CustomJobState.Cancelling))
        {
            attempts.Say($"it arrived twice; '{other.Id}' is stopped and '{kept!.Id}' is kept");
            await _client.CancelAsync(other.Id, cancellationToken).ConfigureAwait(false);
        }

        return kept;
    }

    private static DiagnosticException Uncertain(SubmissionAttempts attempts, DiagnosticException cause) =>
        VertexClient.Uncertain($"{JobLabel}={attempts.Label}", cause.Diagnostics[0].Message.TrimEnd('.'));

    [GeneratedRegex(@"\A[a-z0-9_-]{1,63}\z")]
    private static partial Regex LabelValue();
}
