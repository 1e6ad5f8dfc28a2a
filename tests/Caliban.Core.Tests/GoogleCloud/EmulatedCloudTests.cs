using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Logging;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Tests.GoogleCloud.Emulator;
using Caliban.Core.Tests.Registries;
using Caliban.Emulator;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Logging;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>The emulator, which keeps to Google's schema, with each kind of credentials, with jobs and with logs.</summary>
public sealed class EmulatedCloudTests
{
    public static TheoryData<string, string> Logins => new()
    {
        { "key", "robot@caliban-emulator.iam.gserviceaccount.com" },
        { "machine", "default@caliban-emulator.iam.gserviceaccount.com" },
        { "impersonated", "trainer@caliban-emulator.iam.gserviceaccount.com" },
        { "federated and impersonated", "trainer@caliban-emulator.iam.gserviceaccount.com" },
    };

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task Each_kind_of_login_submits_a_job(string kind, string caller)
    {
        await using var cloud = await EmulatedCloud.StartAsync(file: Writer(kind));

        await cloud.Vertex.CreateAsync(Body("a"), CancellationToken.None);

        Assert.Equal(caller, cloud.Emulator.Jobs.Single().Creator);
    }

    [Fact]
    public async Task A_federated_login_calls_as_itself()
    {
        await using var cloud = await EmulatedCloud.StartAsync(file: Writer("federated"));

        await cloud.Vertex.CreateAsync(Body("a"), CancellationToken.None);

        Assert.Single(cloud.Emulator.Requests.Of(CloudOperation.ExchangeToken));
        Assert.Empty(cloud.Emulator.Requests.Of(CloudOperation.GenerateAccessToken));
    }

    [Fact]
    public async Task A_declared_service_account_is_impersonated_with_the_login()
    {
        await using var cloud = await EmulatedCloud.StartAsync(
            file: (emulator, files) =>
            {
                // What it writes makes the impersonation known.
                emulator.WriteImpersonated(files.Path);
                return emulator.WriteServiceAccountKey(files.Path);
            },
            settings: new GoogleCloudSettings { ImpersonateServiceAccount = "trainer@caliban-emulator.iam.gserviceaccount.com" });

        await cloud.Vertex.CreateAsync(Body("a"), CancellationToken.None);

        Assert.Equal("trainer@caliban-emulator.iam.gserviceaccount.com", cloud.Emulator.Jobs.Single().Creator);
    }

    [Theory]
    [InlineData("key", "CAL3073")]
    [InlineData("impersonated", "CAL3073")]
    [InlineData("federated", "CAL3073")]
    public async Task A_login_that_is_known_no_more_is_told(string kind, string code)
    {
        await using var cloud = await EmulatedCloud.StartAsync(file: Writer(kind));
        cloud.Emulator.ForgetAccounts();

        Assert.Equal(code, (await GoogleTrial.FailsAsync(() => cloud.Vertex.GetAsync("1", CancellationToken.None))).Descriptor.Code);
    }

    [Fact]
    public async Task A_subject_that_has_expired_is_told()
    {
        await using var cloud = await EmulatedCloud.StartAsync(file: (emulator, files) => emulator.WriteWorkloadIdentity(files.Path, lifetime: TimeSpan.FromSeconds(-600)));

        Assert.Equal("CAL3073", (await GoogleTrial.FailsAsync(() => cloud.Vertex.GetAsync("1", CancellationToken.None))).Descriptor.Code);
    }

    [Theory]
    [InlineData("", "CAL5071")]
    [InlineData("another-project", "CAL5071")]
    [InlineData("caliban-emulator", "")]
    public async Task A_quota_project_that_is_needed_is_sent(string declared, string code)
    {
        await using var cloud = await EmulatedCloud.StartAsync(new EmulatorOptions { QuotaProject = "caliban-emulator" }, settings: new GoogleCloudSettings { QuotaProject = declared });

        var failure = await Record.ExceptionAsync(() => cloud.Vertex.CreateAsync(Body("a"), CancellationToken.None));

        Assert.Equal(code, (failure as SubmissionRefusedException)?.Diagnostic.Descriptor.Code ?? failure?.Message ?? "");
    }

    [Fact]
    public async Task All_jobs_of_a_run_are_listed_in_the_states_they_are_in()
    {
        await using var cloud = await EmulatedCloud.StartAsync(new EmulatorOptions { Times = new JobTimes { Running = null } });
        foreach (var number in Enumerable.Range(0, 250))
        {
            await cloud.Vertex.CreateAsync(Body($"job-{number}"), CancellationToken.None);
        }

        cloud.Emulator.Finish(cloud.Emulator.Jobs.First());
        cloud.Emulator.Finish(cloud.Emulator.Jobs.Last(), JobFate.Fail(3));
        cloud.Emulator.Vanish(cloud.Emulator.Jobs.ElementAt(100));
        cloud.Emulator.Faults.Add(FaultKind.HalfBody, CloudOperation.ListJobs, times: 1);

        var jobs = await ListAsync(cloud, "labels.caliban_job:*");

        Assert.Equal(249, jobs.Select(job => job.Id).Distinct().Count());
        Assert.Equal(249, jobs.Count);
        var states = jobs.ToDictionary(job => job.Labels["caliban_job"], job => job.State);
        Assert.Equal((CustomJobState.Succeeded, CustomJobState.Running, CustomJobState.Failed), (states["job-0"], states["job-1"], states["job-249"]));
        Assert.NotNull(jobs.Single(job => job.State == CustomJobState.Failed).Error);
        Assert.DoesNotContain("job-100", states.Keys);
        Assert.Null(await cloud.Vertex.GetAsync(cloud.Emulator.Jobs.ElementAt(100).Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_job_is_cancelled_and_then_there_is_nothing_more_to_cancel()
    {
        await using var cloud = await EmulatedCloud.StartAsync(new EmulatorOptions { Times = new JobTimes { Running = null } });
        var job = await cloud.Vertex.CreateAsync(Body("a"), CancellationToken.None);

        Assert.True(await cloud.Vertex.CancelAsync(job.Name, CancellationToken.None));
        Assert.Equal(CustomJobState.Cancelled, (await cloud.Vertex.GetAsync(job.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task A_region_without_the_service_is_told()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        var elsewhere = new VertexClient(cloud.Connection, cloud.Emulator.Project.Id, "mars-north1");

        var diagnostic = await GoogleTrial.FailsAsync(() => elsewhere.GetAsync("1", CancellationToken.None));

        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Descriptor.Severity);
        Assert.Contains("mars-north1", diagnostic.Message);
    }

    [Fact]
    public async Task A_log_is_followed_through_empty_pages_repeated_and_late_entries()
    {
        var clock = new SkippedWaits();
        await using var cloud = await EmulatedCloud.StartAsync(
            new EmulatorOptions { Times = new JobTimes { Running = null }, Logs = new LogBehavior { EmptyPages = 2, RepeatsEntries = true } }, clock);
        await cloud.Vertex.CreateAsync(Body("a"), CancellationToken.None);
        await cloud.Vertex.CreateAsync(Body("b"), CancellationToken.None);
        await cloud.Vertex.CreateAsync(Body("c"), CancellationToken.None);
        var (job, second) = (cloud.Emulator.Jobs.First(), cloud.Emulator.Jobs.ElementAt(1));
        cloud.Emulator.Log(cloud.Emulator.Jobs.Last(), "of a job that is not followed");
        foreach (var number in Enumerable.Range(0, 25))
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            cloud.Emulator.Log(number % 5 == 0 ? second : job, $"early {number}");
        }

        cloud.Emulator.Log(job, "arrives late", lag: TimeSpan.FromSeconds(25));
        clock.Advance(TimeSpan.FromSeconds(1));
        cloud.Emulator.Log(job, "last", isText: true);
        var ended = new TaskCompletionSource();
        var messages = new List<string>();
        var client = new LoggingClient(cloud.Connection, cloud.Emulator.Project.Id, new LoggingClientOptions { PageSize = 10 });
        await foreach (var entry in client.FollowAsync([job.Id, second.Name], job.CreateTime, ended.Task, _ => { }, CancellationToken.None))
        {
            // The job itself writes its arguments.
            if (entry.TaskName == "workerpool0-0" && entry.Message != "--lr 0.1")
            {
                messages.Add(entry.Message);
            }

            if (entry.Message == "arrives late")
            {
                ended.SetResult();
            }
        }

        Assert.Equal([.. Enumerable.Range(0, 25).Select(number => $"early {number}"), "last", "arrives late"], messages);
    }

    [Fact]
    public async Task Logs_that_may_not_be_read_are_told_with_the_role()
    {
        await using var cloud = await EmulatedCloud.StartAsync();
        cloud.Emulator.Project.Deny("logging.logEntries.list");

        var diagnostic = await GoogleTrial.FailsAsync(async () =>
        {
            await foreach (var _ in new LoggingClient(cloud.Connection, cloud.Emulator.Project.Id).ReadAsync("1", DateTimeOffset.UnixEpoch, CancellationToken.None))
            {
            }
        });

        Assert.Equal("CAL5056", diagnostic.Descriptor.Code);
        Assert.Contains("roles/logging.viewer", diagnostic.Message);
    }

    private static Func<GoogleCloudEmulator, GoogleFiles, string>? Writer(string kind) => kind switch
    {
        "key" => (emulator, files) => emulator.WriteServiceAccountKey(files.Path),
        "impersonated" => (emulator, files) => emulator.WriteImpersonated(files.Path),
        "federated" => (emulator, files) => emulator.WriteWorkloadIdentity(files.Path),
        "federated and impersonated" => (emulator, files) => emulator.WriteWorkloadIdentity(files.Path, impersonates: true),
        _ => null,
    };

    private static byte[] Body(string label) => Encoding.UTF8.GetBytes(JobBody.Of(labels: ("caliban_job", label)).ToJsonString());

    private static async Task<List<CustomJob>> ListAsync(EmulatedCloud cloud, string filter)
    {
        var jobs = new List<CustomJob>();
        await foreach (var job in cloud.Vertex.ListAsync(filter, CancellationToken.None))
        {
            jobs.Add(job);
        }

        return jobs;
    }
}
