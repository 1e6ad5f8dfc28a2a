using System.Data.Common;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.History.Databases;
using Caliban.Core.History.Schema;

namespace Caliban.Core.Tests.History;

/// <summary>SQLite says of each statement how it would find its rows.</summary>
public sealed class QueryPlanTests
{
    private static readonly Dictionary<string, Func<IHistory, Task>> Calls = new()
    {
        ["begin"] = history => history.BeginRunAsync(Given.Run("r2"), Given.Image, Given.Experiments(4), Given.Nothing, skipCompleted: true, default),
        ["precedents"] = history => history.FindPrecedentsAsync([.. Given.Experiments(3), Given.Experiment(1, schema: 2)], default),
        ["claim"] = history => history.ClaimAsync(Given.Claim(1, "r1") with { DeviceCount = 1, Devices = ["0"] }, default),
        ["record"] = history => history.RecordAsync(1, Given.Change(JobState.Running), default),
        ["retry"] = history => history.PlanRetryAsync(3, "r1", Given.Start, default),
        ["heartbeat"] = history => history.HeartbeatAsync("r1", Given.Start, default),
        ["end"] = history => history.EndRunAsync("r1", Given.Start, default),
        ["digest"] = history => history.SetImageDigestAsync("img-1", "x", default),
        ["inputs"] = history => history.ImageInputsAsync(["img-1"], default),
        ["group"] = history => history.FindGroupAsync("ann", "g", default),
        ["events"] = history => history.EventsAsync(1, default),
        ["metrics"] = history => history.AddMetricsAsync(1, [new JobMetric("loss", 1, 1, Given.Start)], default),
        ["last metrics"] = history => history.LastMetricsAsync([1, 2], default),
        ["all metrics"] = history => history.MetricsAsync(1, default),
        ["forget"] = history => history.ForgetGroupAsync("ann", "g", default),
        ["jobs by number"] = history => history.JobsAsync(new JobQuery { Ids = [1, 2] }, default),
        ["jobs of a user"] = history => history.JobsAsync(new JobQuery { User = "ann", Newest = 8 }, default),
        ["jobs of a group"] = history => history.JobsAsync(new JobQuery { User = "ann", Group = "g", NewestOfEachExperiment = 1 }, default),
        ["jobs of anybody's group"] = history => history.JobsAsync(new JobQuery { Group = "g" }, default),
        ["unfinished jobs"] = history => history.JobsAsync(
            new JobQuery { Host = "alpha", States = [JobState.Submitting, JobState.Running], OfEndedRuns = true }, default),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_call_reads_a_whole_table(string call)
    {
        var database = await SqliteDatabase.OpenAsync(null, "memory", SourceLocation.None, default);
        await using var history = await HistoryStore.OpenAsync(database, SchemaScripts.All, default);
        await history.BeginRunAsync(Given.Run("r1"), Given.Image, Given.Experiments(3), Given.Nothing, skipCompleted: false, default);
        await history.RecordAsync(3, Given.Change(JobState.Failed), default);
        var steps = new List<string>();
        database.Watch = command => steps.AddRange(Explain(command));

        await Calls[call](history);

        Assert.NotEmpty(steps);
        // What else is scanned are the given rows, and those that were found by an index before
        Assert.DoesNotContain(steps, step => Regex.IsMatch(step, @"^SCAN (caliban_\w+|[a-z])\b"));
    }

    [Fact]
    public async Task A_scan_would_be_seen()
    {
        var database = await SqliteDatabase.OpenAsync(null, "memory", SourceLocation.None, default);
        await using var history = await HistoryStore.OpenAsync(database, SchemaScripts.All, default);
        var steps = new List<string>();
        database.Watch = command => steps.AddRange(Explain(command));

        await database.ReadAsync(session => session.NumberAsync("SELECT j.id FROM caliban_jobs j WHERE j.detail = 'x'"), default);

        Assert.Equal(["SCAN j"], steps);
    }

    private static List<string> Explain(DbCommand command)
    {
        using var explain = command.Connection!.CreateCommand();
        explain.Transaction = command.Transaction;
#pragma warning disable CA2100 // what the history itself executes
        explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
#pragma warning restore CA2100
        foreach (DbParameter parameter in command.Parameters)
        {
            var copy = explain.CreateParameter();
            copy.ParameterName = parameter.ParameterName;
            copy.Value = parameter.Value;
            explain.Parameters.Add(copy);
        }

        using var reader = explain.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
