using System.Globalization;
using Caliban.Emulator.Http;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Jobs;

/// <summary>The custom jobs of Vertex AI.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs"/>
internal sealed class CustomJobsApi(EmulatorOptions options, JobTable jobs, JobMaker maker, OperationTable operations)
{
    public Answer Create(Call call)
    {
        call.AllowQuery();
        using var document = call.ReadJson();
        var violations = new List<Violation>();
        var body = BodyReader.Read(document.RootElement, MessageNames.CustomJob, "custom_job", violations);
        JobRules.Check(body, options.ChecksMachines, violations);
        if (violations.Count > 0)
        {
            throw BodyReader.Refuse(violations);
        }

        if (body.GetProperty("jobSpec").TryGetProperty("serviceAccount", out var account) && !call.Project!.Allows("iam.serviceAccounts.actAs"))
        {
            throw Refusals.ActAs(account.GetString()!);
        }

        var job = maker.Make(body, call);
        return Show(job);
    }

    public Answer Get(Call call)
    {
        call.AllowQuery();
        return Show(Find(call));
    }

    public Answer List(Call call)
    {
        call.AllowQuery("filter", "pageSize", "pageToken", "readMask");
        var filter = JobFilter.Parse(call.Query("filter"));
        var mask = ReadMask(call.Query("readMask"));
        var size = call.QueryNumber("pageSize") is > 0 and var asked ? Math.Min(asked, options.MaximumPageSize) : options.MaximumPageSize;
        var question = $"{call.Project!.Id} {call.Route.Location} {call.Query("filter")}";
        var before = PageToken.Read(call.Query("pageToken"), question) is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : long.MaxValue;
        var (page, next) = Page(call, filter, before, size);
        return Answer.Of(writer =>
        {
            writer.WriteStartObject();
            if (page.Count > 0)
            {
                writer.WriteStartArray("customJobs");
                page.ForEach(item => JobWriter.Write(writer, item.Job, item.Status, mask));
                writer.WriteEndArray();
            }

            if (next is { } sequence)
            {
                writer.WriteString("nextPageToken", PageToken.Write(question, sequence.ToString(CultureInfo.InvariantCulture)));
            }

            writer.WriteEndObject();
        });
    }

    public Answer Cancel(Call call)
    {
        call.AllowQuery();
        using (var document = call.Body.Length > 0 ? call.ReadJson() : null)
        {
            if (document is not null && (document.RootElement.ValueKind != System.Text.Json.JsonValueKind.Object || document.RootElement.GetPropertyCount() > 0))
            {
                throw Refusals.Argument("", "Invalid JSON payload received. The body must be empty.");
            }
        }

        var job = Find(call);
        return job.Timeline.Cancel(options.Clock.GetUtcNow(), options.Times.Cancelling) ? Answer.Empty
            : throw new ApiException(RpcCode.FailedPrecondition, $"The CustomJob \"{job.Name}\" cannot be cancelled, since it is in the state {job.State.Text()}.");
    }

    public Answer Delete(Call call)
    {
        call.AllowQuery();
        var job = Find(call);
        if (!job.State.IsFinal())
        {
            throw new ApiException(RpcCode.FailedPrecondition, $"The CustomJob \"{job.Name}\" cannot be deleted, since it is in the state {job.State.Text()}.");
        }

        job.Record.IsDeleted = true;
        return operations.AddDeletion(job);
    }

    private (List<(EmulatedJob Job, JobStatus Status)> Page, long? Next) Page(Call call, JobFilter filter, long before, int size) =>
        jobs.Read(call.Project!.Id, call.Route.Location, shelf =>
        {
            var now = options.Clock.GetUtcNow();
            var page = new List<(EmulatedJob Job, JobStatus Status)>();
            foreach (var job in shelf.NewestFirst(filter, before).Where(job => job.CreateTime + options.ListLag <= now))
            {
                if (page.Count == size)
                {
                    return (page, (long?)page[^1].Job.Record.Sequence);
                }

                var item = (job, job.Timeline.At(now));
                if (filter.Matches(item))
                {
                    page.Add(item);
                }
            }

            return (page, null);
        });

    private EmulatedJob Find(Call call)
    {
        var route = call.Route;
        return jobs.Read(call.Project!.Id, route.Location, shelf => shelf.Find(route.Id))
            ?? throw Refusals.NotFound($"The CustomJob \"projects/{call.Project.Number}/locations/{route.Location}/customJobs/{route.Id}\" does not exist.");
    }

    private static Answer Show(EmulatedJob job) => Answer.Of(writer => JobWriter.Write(writer, job, job.Status));

    /// <summary>Fields of a job, separated by commas. Those inside others are not told apart here.</summary>
    private static HashSet<string>? ReadMask(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var schema = MessageSchemas.Of(MessageNames.CustomJob);
        HashSet<string> fields = [.. text.Split(',')];
        return fields.FirstOrDefault(field => field != "*" && !schema.ContainsKey(field)) is { } unknown
            ? throw Refusals.Argument("read_mask", $"Invalid value at 'read_mask' (type.googleapis.com/google.protobuf.FieldMask), \"{unknown}\"")
            : fields.Contains("*") ? null : fields;
    }
}
