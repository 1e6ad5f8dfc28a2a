using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Transport;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>How services are asked, and what happens when they do not answer well.</summary>
public sealed class GoogleConnectionTests
{
    private static readonly Func<HttpContext, Task> Good = GoogleServer.Answer(200, "{}");

    [Fact]
    public async Task A_request_carries_the_token_the_quota_project_and_an_id_of_its_own()
    {
        await using var trial = await GoogleTrial.StartAsync(settings: new GoogleCloudSettings { QuotaProject = "quota-project" });
        trial.Server.Script(Good);

        await trial.AskAsync();
        await trial.AskAsync();

        Assert.All(trial.Server.Calls, call =>
        {
            Assert.Equal(("Bearer planted-1", "quota-project"), (call.Headers["Authorization"], call.Headers["x-goog-user-project"]));
            Assert.StartsWith("caliban/", call.Headers["User-Agent"]);
        });
        Assert.Equal(2, trial.Server.Calls.Select(call => call.Headers["X-Request-Id"]).Distinct().Count());
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_is_renewed_once()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Handle = (context, _) => GoogleServer.AnswerAsync(context, context.Request.Headers.Authorization == "Bearer planted-2" ? 200 : 401, "{}");

        Assert.Equal("{}", await trial.AskAsync());
        Assert.Equal(["Bearer planted-1", "Bearer planted-2"], trial.Server.Calls.Select(call => call.Headers["Authorization"]));

        trial.Server.Script(GoogleServer.Answer(401, """{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}"""));
        var diagnostic = await GoogleTrial.FailsAsync(trial.AskAsync);
        Assert.Equal("CAL5057", diagnostic.Descriptor.Code);
        Assert.Contains("the service account of this machine", diagnostic.Message);
        Assert.Equal(3, trial.Server.Tokens);
    }

    public static TheoryData<string> Passing => ["500", "503", "429", "408", "cut", "half", "garbage", "list"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_may_pass_is_tried_again(string fault)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(Fault(fault), Fault(fault), Good);

        Assert.Equal("{}", await trial.AskAsync());

        Assert.Equal(3, trial.Server.Calls.Count);
        Assert.Equal(2, trial.Said.Count);
    }

    [Theory]
    [InlineData("500", "CAL5062")]
    [InlineData("429", "CAL5061")]
    [InlineData("cut", "CAL5067")]
    [InlineData("half", "CAL5067")]
    [InlineData("garbage", "CAL5064")]
    public async Task What_does_not_pass_is_told_after_six_attempts(string fault, string code)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(Fault(fault));

        var diagnostic = await GoogleTrial.FailsAsync(trial.AskAsync);

        Assert.Equal(code, diagnostic.Descriptor.Code);
        Assert.Equal(6, trial.Server.Calls.Count);
        Assert.True(GoogleFaults.MayPass(new Core.Diagnostics.DiagnosticException(diagnostic)));
    }

    [Fact]
    public async Task A_service_that_never_answers_is_told()
    {
        await using var trial = await GoogleTrial.StartAsync(answerTime: TimeSpan.FromSeconds(0.3));
        trial.Server.Script(GoogleServer.StallAsync);

        var diagnostic = await GoogleTrial.FailsAsync(trial.AskAsync);

        Assert.Equal("CAL5063", diagnostic.Descriptor.Code);
        Assert.Contains("did not answer within 0.3 s", diagnostic.Message);
    }

    [Fact]
    public async Task A_service_that_answers_in_drops_is_told_as_well()
    {
        await using var trial = await GoogleTrial.StartAsync(answerTime: TimeSpan.FromSeconds(0.5));
        trial.Server.Script(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ");
                await context.Response.Body.FlushAsync();
                await Task.Delay(20);
            }
        });

        Assert.Equal("CAL5063", (await GoogleTrial.FailsAsync(trial.AskAsync)).Descriptor.Code);
    }

    [Theory]
    [InlineData("Retry-After", "17", "{}", 17)]
    [InlineData("Retry-After", "9999", "{}", 60)]
    [InlineData("X", "y", """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"23.5s"}]}}""", 23.5)]
    [InlineData("X", "y", "{}", 5)]
    public async Task What_the_service_asks_for_is_waited(string header, string value, string body, double seconds)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(429, body, (header, value)), Good);

        await trial.AskAsync();

        Assert.Equal(seconds, Assert.Single(trial.Clock.Waits).TotalSeconds);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    [InlineData(302)]
    public async Task What_stays_is_not_tried_again(int status)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(status, "", ("Location", "https://evil.x/")));

        await GoogleTrial.FailsAsync(trial.AskAsync);

        Assert.Single(trial.Server.Calls);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(async context =>
        {
            var kilobyte = new byte[1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(kilobyte, context.RequestAborted);
            }
        });

        await Assert.ThrowsAsync<AnswerTooLargeException>(() => trial.Connection.AskAsync(
            trial.Question() with { LargestAnswer = 100_000 }, _ => "", CancellationToken.None));
        Assert.Single(trial.Server.Calls);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_at_once_and_nothing_is_sent()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=us-central1-aiplatform.googleapis.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var impostor = await GoogleServer.StartAsync(options => options.UseHttps(certificate));
        await using var trial = await GoogleTrial.StartAsync();
        var question = trial.Question() with { Address = new Uri($"{impostor.Address}/v1/question") };

        var diagnostic = await GoogleTrial.FailsAsync(() => trial.Connection.AskAsync(question, _ => "", CancellationToken.None));

        Assert.Equal("CAL5065", diagnostic.Descriptor.Code);
        Assert.Empty(impostor.Calls);
        Assert.Empty(trial.Clock.Waits);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, 0)]
    [InlineData(SocketError.TryAgain, 5)]
    public async Task A_server_without_an_address_is_told_with_the_region_in_its_name(SocketError error, int waits)
    {
        await using var machine = await GoogleServer.StartAsync();
        var clock = new Registries.SkippedWaits();
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                if (context.DnsEndPoint.Host != "127.0.0.1")
                {
                    throw new SocketException((int)error);
                }

                return new NetworkStream(await ConnectAsync(context.DnsEndPoint, cancellationToken), ownsSocket: true);
            },
        };
        using var connection = new GoogleConnection(
            new GoogleCloudSettings(), name => name == "GCE_METADATA_HOST" ? machine.Host : null, new GoogleConnectionOptions { Handler = handler, Time = clock, Random = () => 0.5 });
        var request = new GoogleRequest(HttpMethod.Get, GoogleService.Vertex, connection.Address(GoogleService.Vertex, "mars-north1", "v1/x"), "Asking") { Region = "mars-north1" };

        var diagnostic = await GoogleTrial.FailsAsync(() => connection.AskAsync(request, _ => "", CancellationToken.None));

        Assert.Equal("CAL5066", diagnostic.Descriptor.Code);
        Assert.Contains("'mars-north1-aiplatform.googleapis.com' has no address", diagnostic.Message);
        Assert.Contains("The region 'mars-north1' may not exist", diagnostic.Message);
        Assert.Equal(waits, clock.Waits.Count);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_told_and_stops_nobody()
    {
        await using var machine = await GoogleServer.StartAsync();
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(100),
            ConnectCallback = async (context, cancellationToken) =>
            {
                if (context.DnsEndPoint.Host != "127.0.0.1")
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                return new NetworkStream(await ConnectAsync(context.DnsEndPoint, cancellationToken), ownsSocket: true);
            },
        };
        using var connection = new GoogleConnection(
            new GoogleCloudSettings(),
            name => name == "GCE_METADATA_HOST" ? machine.Host : null,
            new GoogleConnectionOptions { Handler = handler, Time = new Registries.SkippedWaits(), Random = () => 0.5 });
        var request = new GoogleRequest(HttpMethod.Post, GoogleService.Vertex, connection.Address(GoogleService.Vertex, "us-central1", "v1/x"), "Asking") { Body = "{}"u8.ToArray() };

        Assert.False((await connection.SendOnceAsync(request, CancellationToken.None)).MayHaveArrived);
        Assert.Equal("CAL5067", (await GoogleTrial.FailsAsync(() => connection.AskAsync(request, _ => "", CancellationToken.None))).Descriptor.Code);
    }

    [Fact]
    public async Task Many_requests_share_a_connection_where_the_server_speaks_HTTP_2()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=us-central1-aiplatform.googleapis.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var machine = await GoogleServer.StartAsync();
        await using var server = await GoogleServer.StartAsync(options => options.UseHttps(certificate));
        var (protocols, connections) = (new HashSet<string>(), new HashSet<string>());
        server.Handle = (context, _) =>
        {
            lock (protocols)
            {
                protocols.Add(context.Request.Protocol);
                connections.Add(context.Connection.Id);
            }

            return Good(context);
        };
        using var handler = new SocketsHttpHandler();
#pragma warning disable CA5359 // the certificate is of this test, which is not about trust
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var connection = new GoogleConnection(
            new GoogleCloudSettings { VertexEndpoint = server.Address }, name => name == "GCE_METADATA_HOST" ? machine.Host : null, new GoogleConnectionOptions { Handler = handler });
        var question = new GoogleRequest(HttpMethod.Post, GoogleService.Vertex, connection.Address(GoogleService.Vertex, "us-central1", "v1/x"), "Asking") { Body = "{}"u8.ToArray() };
        await connection.AskAsync(question, _ => "", CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => connection.AskAsync(question, _ => "", CancellationToken.None)));

        Assert.Equal("HTTP/2", Assert.Single(protocols));
        Assert.Single(connections);
    }

    [Fact]
    public async Task Where_there_are_no_credentials_they_are_looked_for_once()
    {
        await using var server = await GoogleServer.StartAsync();
        var asked = 0;
        using var connection = new GoogleConnection(new GoogleCloudSettings { VertexEndpoint = server.Address }, name =>
        {
            asked += name == "NO_GCE_CHECK" ? 1 : 0;
            return name == "NO_GCE_CHECK" ? "true" : name == "CLOUDSDK_CONFIG" ? "/no/such/folder" : null;
        });
        var question = new GoogleRequest(HttpMethod.Get, GoogleService.Vertex, connection.Address(GoogleService.Vertex, "us-central1", "v1/x"), "Asking");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal("CAL5054", (await GoogleTrial.FailsAsync(() => connection.AskAsync(question, _ => "", CancellationToken.None))).Descriptor.Code);
        }

        Assert.Equal(1, asked);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task A_service_that_repeats_the_token_does_not_get_it_into_a_message()
    {
        await using var trial = await GoogleTrial.StartAsync();
        foreach (var status in (int[])[400, 403, 404, 418, 429, 503])
        {
            trial.Server.Handle = (context, _) => GoogleServer.AnswerAsync(
                context,
                status,
                $$$"""{"error":{"code":{{{status}}},"status":"X","message":"you sent {{{context.Request.Headers.Authorization}}}, ya29.planted and eyJhbGciOiJSUzI1NiJ9.planted.x","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"f","description":"{{{context.Request.Headers.Authorization}}}"}]},{"@type":"type.googleapis.com/google.rpc.RequestInfo","requestId":"planted-1"}]}}""");

            var exception = await Assert.ThrowsAsync<Core.Diagnostics.DiagnosticException>(trial.AskAsync);

            Assert.Contains("you sent", exception.ToString());
            Assert.DoesNotContain("planted", exception.ToString());
        }

        Assert.All(trial.Said, said => Assert.DoesNotContain("planted", said));
    }

    [Fact]
    public async Task Answers_are_not_cut_in_the_middle_of_a_token()
    {
        await using var trial = await GoogleTrial.StartAsync();
        foreach (var length in Enumerable.Range(285, 20))
        {
            trial.Server.Script(GoogleServer.Answer(400, $$$"""{"error":{"code":400,"status":"X","message":"{{{new string('x', length)}}}planted-1"}}"""));

            Assert.DoesNotContain("plan", (await GoogleTrial.FailsAsync(trial.AskAsync)).Message);
        }
    }

    [Fact]
    public async Task A_build_that_is_stopped_stops_at_once()
    {
        await using var trial = await GoogleTrial.StartAsync();
        using var stop = new CancellationTokenSource();
        trial.Server.Handle = async (context, _) =>
        {
            await stop.CancelAsync();
            await GoogleServer.StallAsync(context);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial.Connection.AskAsync(trial.Question(), _ => "", stop.Token));
    }

    private static async Task<Socket> ConnectAsync(EndPoint place, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place, cancellationToken);
        return socket;
    }

    private static Func<HttpContext, Task> Fault(string name) => name switch
    {
        "cut" => GoogleServer.CutAsync,
        "half" => GoogleServer.HalfAsync,
        "garbage" => GoogleServer.Answer(200, "<html>please log in</html>"),
        "list" => GoogleServer.Answer(503, """[{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}]"""),
        _ => GoogleServer.Answer(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture), ""),
    };
}
