using Caliban.Core.Diagnostics;
using Caliban.Core.Tracking;
using Caliban.Testing;

namespace Caliban.Core.Tests.Tracking;

public sealed class TrackingRequestTests
{
    private static readonly DeclaredRequest Declared = new() { ProjectFile = RecordedJobs.ProjectFile, Verb = TrackingVerb.Status };

    [Fact]
    public void Texts_become_values()
    {
        var request = TrackingRequest.Read(Declared with
        {
            JobIds = " 61; 62,61 ",
            MaxJobs = "0",
            Yes = "TRUE",
            WaitTimeout = "30m",
            NoWarn = "CS1;CAL4001",
        });

        Assert.Equal([61L, 62L], request.JobIds);
        Assert.Equal((0, true, TimeSpan.FromMinutes(30)), (request.MaxJobs, request.Yes, request.WaitTimeout));
        Assert.Equal(["CAL4001"], request.SilencedWarnings);
    }

    [Fact]
    public void All_mistakes_are_told_together()
    {
        var exception = Assert.Throws<DiagnosticException>(() => TrackingRequest.Read(Declared with
        {
            Verb = TrackingVerb.Resubmit, JobIds = "61;x", MaxJobs = "-1", Follow = "perhaps", WaitTimeout = "soon",
        }));

        Assert.Equal(["CAL1005", "CAL1005", "CAL1005", "CAL1005", "CAL7032"], exception.Diagnostics.Select(diagnostic => diagnostic.Descriptor.Code));
    }

    [Fact]
    public void A_password_in_the_property_is_refused_before_it_is_written_down()
    {
        var exception = Assert.Throws<DiagnosticException>(() => TrackingRequest.Read(Declared with { HistoryLocation = "postgresql://me:s3cret@host/history" }));

        Assert.Equal("CAL7012", Assert.Single(exception.Diagnostics).Descriptor.Code);
        Assert.DoesNotContain("s3cret", exception.Diagnostics[0].Message);
    }

    [Theory]
    [InlineData(TrackingVerb.Resubmit, "CAL7032")]
    [InlineData(TrackingVerb.Forget, "CAL7032")]
    [InlineData(TrackingVerb.Logs, "CAL7041")]
    public void Some_verbs_need_to_be_told_what_they_are_for(TrackingVerb verb, string code) => Assert.Equal(
        code, Assert.Throws<DiagnosticException>(() => TrackingRequest.Read(Declared with { Verb = verb })).Diagnostics[0].Descriptor.Code);

    [Fact]
    public async Task A_request_is_the_same_after_it_was_written_and_read()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "obj", "request.json");
        var request = RecordedJobs.Request(TrackingVerb.Wait, "rates", 1, 2) with { WaitTimeout = TimeSpan.FromMinutes(1), User = "*", MaxJobs = 3, Follow = true, Cloud = new Dictionary<string, string> { ["CalibanCloudKey"] = "key.json" } };

        await TrackingRequestFile.WriteAsync(file, request, CancellationToken.None);
        var read = await TrackingRequestFile.ReadAsync(file, CancellationToken.None);

        Assert.Equal(request.JobIds, read.JobIds);
        Assert.Equal(request.Cloud, read.Cloud);
        Assert.Equal(request with { JobIds = [], SilencedWarnings = [], Cloud = read.Cloud }, read with { JobIds = [], SilencedWarnings = [] });
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("", "none")]
    public async Task Without_a_history_there_is_nothing_to_ask(string location, string? variable)
    {
        var request = RecordedJobs.Request(TrackingVerb.Status) with { HistoryLocation = location };

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => Tracker.OpenAsync(request, _ => variable, CancellationToken.None));

        Assert.Equal("CAL7037", exception.Diagnostics[0].Descriptor.Code);
    }
}
