namespace Caliban.Core.Local.Sessions;

/// <summary>Waits until a notebook answers, and then says where it is.</summary>
internal static class NotebookWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    /// <returns>Whether it answered before the token was cancelled.</returns>
    public static async Task<bool> AnswersAsync(NotebookAddress address, CancellationToken cancellationToken)
    {
        // A proxy of the surroundings does not know this machine's loopback.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = AnswerTime };
        // Docker accepts connections before the server does, so only an answer counts. This one needs no token.
        var question = new Uri(address.Url, "api");
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var answer = await client.GetAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return false;
    }

    /// <summary>The lines that say where it is.</summary>
    public static IEnumerable<string> Lines(NotebookAddress address, string token, SessionTerminal terminal) =>
    [
        "",
        $"  {terminal.Bold("The notebook is at")} {terminal.Accent($"{address.Url}?token={token}")}",
        "",
    ];
}
