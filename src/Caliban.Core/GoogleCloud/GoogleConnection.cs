using System.Net;
using System.Net.Http.Headers;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Credentials;
using Caliban.Core.GoogleCloud.Transport;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud;

/// <summary>
/// Speaks with services of Google Cloud through one client whose connections are shared. The credentials are found with the
/// first request. Safe to use from several threads; one is made for each build.
/// </summary>
public sealed class GoogleConnection : IDisposable
{
    private const int Attempts = 6;

    /// <summary>Limits are those of a minute, so there is no use in coming back at once.</summary>
    private static readonly TimeSpan RateWait = TimeSpan.FromSeconds(5);

    private readonly GoogleConnectionOptions _options;
    private readonly Func<string, string?> _variable;
    private readonly HttpClient _client;
    private readonly RetryPolicy _retry;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile GoogleCredentials? _credentials;
    private volatile DiagnosticException? _withoutCredentials;

    /// <param name="variable">Reads a variable of the build.</param>
    public GoogleConnection(GoogleCloudSettings settings, Func<string, string?> variable, GoogleConnectionOptions? options = null)
    {
        (Settings, _variable, _options) = (settings, variable, options ?? new GoogleConnectionOptions());
        _retry = new RetryPolicy(_options.Time, _options.Random, _options.OnRetry) { Attempts = Attempts, LongestWait = TimeSpan.FromSeconds(30) };
#pragma warning disable CA2000 // the client disposes of a handler of our own
        _client = new HttpClient(_options.Handler ?? CreateHandler(), disposeHandler: _options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        _client.DefaultRequestHeaders.UserAgent.Add(CautiousHandler.UserAgent);
    }

    public GoogleCloudSettings Settings { get; }

    /// <summary>The clock of waits.</summary>
    public TimeProvider Time => _options.Time;

    internal Func<double> Random => _options.Random;

    /// <summary>How long an answer may take.</summary>
    internal TimeSpan AnswerTime => _options.AnswerTime;

    /// <summary>Where the login comes from, for messages.</summary>
    internal string LoginSource => _credentials?.Token.Source ?? "credentials that were not found";

    /// <summary>Who asks; found once, as is that there is nobody.</summary>
    /// <exception cref="DiagnosticException">CAL5054: there are no credentials; CAL3070 to CAL3077.</exception>
    public async Task<GoogleCredentials> GetCredentialsAsync(CancellationToken cancellationToken)
    {
        if (_credentials is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _withoutCredentials is { } failure ? throw new DiagnosticException(failure.Diagnostics)
                : _credentials ??= await GoogleCredentials.FindAsync(Settings, _variable, _options.CredentialHttp, cancellationToken).ConfigureAwait(false);
        }
        catch (DiagnosticException exception) when (!GoogleFaults.MayPass(exception))
        {
            _withoutCredentials = exception;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _credentials?.Dispose();
        _client.Dispose();
        _gate.Dispose();
    }

    /// <summary>The address of a call.</summary>
    /// <param name="path">After the root of the service; escaped.</param>
    /// <exception cref="DiagnosticException">CAL5052, CAL5053.</exception>
    internal Uri Address(GoogleService service, string region, string path) => new(GoogleEndpoints.Address(Settings, service, region), path);

    /// <summary>Asks what can be asked twice, until there is an answer that stays.</summary>
    /// <param name="read">Reads a body that is no error; null for one that is not understood.</param>
    /// <exception cref="DiagnosticException">There is none, or the service refuses: CAL5055 to CAL5071; or there is no access token.</exception>
    /// <exception cref="AnswerTooLargeException">It is longer than the request allows.</exception>
    internal async Task<T> AskAsync<T>(GoogleRequest request, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var (value, answer) = await TryAskAsync(request, read, cancellationToken).ConfigureAwait(false);
        return value ?? throw GoogleFailure.ToException(this, request, answer);
    }

    /// <inheritdoc cref="AskAsync"/>
    /// <returns>Null when the service itself, and not something in between, says that there is no such thing.</returns>
    internal async Task<T?> FindAsync<T>(GoogleRequest request, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var (value, answer) = await TryAskAsync(request, read, cancellationToken).ConfigureAwait(false);
        return value is not null ? value
            : answer is { Failure: null, Status: HttpStatusCode.NotFound } && GoogleApiError.Read(answer.Status, answer.Body).IsStructured ? null
            : throw GoogleFailure.ToException(this, request, answer);
    }

    /// <summary>The last answer to a request that can be sent twice, with what it says if that is understood.</summary>
    internal async Task<(T? Value, GoogleAnswer Answer)> TryAskAsync<T>(
        GoogleRequest request, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        T? value = null;
        var answer = await _retry.RunAsync(
            request.Address.Host,
            async (_, token) =>
            {
                var found = await SendOnceAsync(request, token).ConfigureAwait(false);
                value = found.IsSuccess ? read(found.Body) : null;
                return found;
            },
            found => Judge(found, value is not null),
            cancellationToken).ConfigureAwait(false);
        return answer.Failure is AnswerTooLargeException failure ? throw failure : (value, answer);
    }

    /// <summary>Sends once, and a second time with a new token when the first is not accepted.</summary>
    /// <exception cref="DiagnosticException">There is no access token.</exception>
    internal async Task<GoogleAnswer> SendOnceAsync(GoogleRequest request, CancellationToken cancellationToken)
    {
        var credentials = await GetCredentialsAsync(cancellationToken).ConfigureAwait(false);
        var token = await credentials.Token.GetAsync(cancellationToken).ConfigureAwait(false);
        var answer = await ExchangeAsync(request, token, credentials.QuotaProject, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.Unauthorized)
        {
            return answer;
        }

        credentials.Token.Refuse(token);
        var renewed = await credentials.Token.GetAsync(cancellationToken).ConfigureAwait(false);
        return renewed == token ? answer : await ExchangeAsync(request, renewed, credentials.QuotaProject, cancellationToken).ConfigureAwait(false);
    }

    private async Task<GoogleAnswer> ExchangeAsync(GoogleRequest request, string token, string quotaProject, CancellationToken cancellationToken)
    {
        using var content = request.Body is { } body ? new SentContent(body, request.OnBegin) : null;
        using var message = new HttpRequestMessage(request.Method, request.Address) { Content = content, Version = HttpVersion.Version20 };
        var requestId = Guid.NewGuid().ToString();
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        message.Headers.Add("X-Request-Id", requestId);
        if (quotaProject.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("x-goog-user-project", quotaProject);
        }

        using var timer = new IdleTimer(_options.AnswerTime, cancellationToken);
        try
        {
            return await timer.RunAsync(stop => ExchangeAsync(request, message, [token], requestId, stop)).ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportFailure.Is(exception) || exception is AnswerTooLargeException)
        {
            return GoogleAnswer.Failed(exception, mayHaveArrived: content?.Began ?? true) with { Secrets = [token], RequestId = requestId };
        }
    }

    private async Task<GoogleAnswer> ExchangeAsync(
        GoogleRequest request, HttpRequestMessage message, string[] secrets, string requestId, CancellationToken cancellationToken)
    {
        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var body = await BoundedBody.ReadAsync(response.Content, request.LargestAnswer, () => { }, cancellationToken).ConfigureAwait(false)
            ?? throw new AnswerTooLargeException(request.LargestAnswer);
        return new GoogleAnswer(response.StatusCode, body)
        {
            RetryAfter = _retry.RequestedWait(response),
            RequestId = response.Headers.NonValidated.TryGetValues("X-Request-Id", out var values) ? values.ToString() : requestId,
            Secrets = secrets,
        };
    }

    /// <summary>Why an answer may not stay.</summary>
    private static Setback? Judge(GoogleAnswer answer, bool isUnderstood)
    {
        if (answer.Failure is { } failure)
        {
            return RetryPolicy.MayPass(failure) && !GoogleFailure.IsUnknownHost(failure) ? new Setback(TransportFailure.Describe(failure), null) : null;
        }

        if (answer.IsSuccess)
        {
            return isUnderstood ? null : new Setback("its answer is not understood", null);
        }

        if (!RetryPolicy.MayPass(answer.Status) && answer.Status != HttpStatusCode.RequestTimeout)
        {
            return null;
        }

        var wait = GoogleApiError.Read(answer.Status, answer.Body).RetryDelay ?? answer.RetryAfter;
        return new Setback($"it answered {(int)answer.Status}", wait ?? (answer.Status == HttpStatusCode.TooManyRequests ? RateWait : null));
    }

    private static SocketsHttpHandler CreateHandler()
    {
        var handler = CautiousHandler.Create();
        handler.EnableMultipleHttp2Connections = true;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(10);
        return handler;
    }
}
