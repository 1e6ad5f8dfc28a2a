using System.Runtime.CompilerServices;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Transport;

namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>The logs of jobs in Cloud Logging.</summary>
/// <param name="project">Its id.</param>
/// <seealso href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list"/>
public sealed class LoggingClient(GoogleConnection connection, string project, LoggingClientOptions? options = null)
{
    private const int LargestPage = 64 * 1024 * 1024;

    /// <summary>Whoever waits for a log that has ended does not wait for ever.</summary>
    private const int MostFailuresAtTheEnd = 5;

    private readonly LoggingClientOptions _options = options ?? new LoggingClientOptions();

    /// <summary>What is there from a time on, in order of time.</summary>
    /// <param name="jobId">The last part of a job's name, or all of it.</param>
    /// <exception cref="DiagnosticException">It cannot be read to its end.</exception>
    public IAsyncEnumerable<LogEntry> ReadAsync(string jobId, DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadAsync([jobId], since, cancellationToken);

    /// <summary>What is there of several jobs. In order of time for up to 500, beyond that for each 500 in turn.</summary>
    /// <exception cref="DiagnosticException">It cannot be read to its end.</exception>
    public async IAsyncEnumerable<LogEntry> ReadAsync(IReadOnlyCollection<string> jobIds, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var query in LogQuery.Create(project, jobIds, since))
        {
            var (token, pageSize) = ("", _options.PageSize);
            while (true)
            {
                if (await PageAsync(query, token, pageSize, cancellationToken).ConfigureAwait(false) is not { } page)
                {
                    pageSize = Math.Max(1, pageSize / 10);
                    continue;
                }

                foreach (var entry in page.Entries)
                {
                    yield return entry;
                }

                if (page.NextToken.Length == 0)
                {
                    break;
                }

                token = page.NextToken != token ? page.NextToken
                    : throw new DiagnosticException(GoogleFailure.Misunderstood(Request(query, token, pageSize), "its list has no end"));
            }
        }
    }

    /// <summary>
    /// What is there and what comes, each entry once, until the jobs have ended and their logs are complete. Entries that arrive late
    /// come late. What may pass, such as a network that is away, is waited for.
    /// </summary>
    /// <param name="ended">Completes when the jobs have ended.</param>
    /// <param name="onWait">Told in words why nothing comes.</param>
    /// <exception cref="DiagnosticException">The service refuses.</exception>
    public async IAsyncEnumerable<LogEntry> FollowAsync(
        IReadOnlyCollection<string> jobIds, DateTimeOffset since, Task ended, Action<string> onWait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new SeenEntries(_options.MostRemembered);
        seen.Forget(since);
        var (newest, failures) = (since, 0);
        for (var quiet = 0; quiet < _options.QuietPolls;)
        {
            var isOver = ended.IsCompleted;
            var isQuiet = isOver;
            await using var entries = ReadAsync(jobIds, seen.Horizon, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                LogEntry entry;
                try
                {
                    if (!await entries.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    entry = entries.Current;
                }
                catch (DiagnosticException exception) when (GoogleFaults.MayPass(exception) && !(isOver && ++failures > MostFailuresAtTheEnd))
                {
                    onWait(exception.Diagnostics[0].Message);
                    isQuiet = false;
                    break;
                }

                if (seen.Add(entry))
                {
                    isQuiet = false;
                    newest = entry.Timestamp > newest ? entry.Timestamp : newest;
                    yield return entry;
                }
            }

            seen.Forget(newest - _options.LookBack);
            quiet = isQuiet ? quiet + 1 : 0;
            if (quiet < _options.QuietPolls)
            {
                var wait = Task.Delay(_options.Interval, connection.Time, cancellationToken);
                await (isOver ? wait : Task.WhenAny(wait, ended)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <returns>Null when a page of this size is too large.</returns>
    private async Task<LogPage?> PageAsync(LogQuery query, string token, int pageSize, CancellationToken cancellationToken)
    {
        var request = Request(query, token, pageSize);
        try
        {
            return await connection.AskAsync(request, LogPageReader.Read, cancellationToken).ConfigureAwait(false);
        }
        catch (AnswerTooLargeException exception)
        {
            return pageSize > 1 ? null : throw new DiagnosticException(GoogleFailure.Misunderstood(request, exception.Message));
        }
    }

    private GoogleRequest Request(LogQuery query, string token, int pageSize) => new(
        HttpMethod.Post, GoogleService.Logging, connection.Address(GoogleService.Logging, "", "v2/entries:list"), "Reading the log")
    {
        Body = query.Body(pageSize, token),
        Project = project,
        Permission = GooglePermissions.ListLogEntries,
        LargestAnswer = LargestPage,
    };
}
