using System.Globalization;
using System.Text.Json;
using Caliban.Emulator.Http;
using Caliban.Emulator.Projects;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Logging;

/// <summary><c>entries:list</c> of Cloud Logging.</summary>
/// <seealso href="https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list"/>
internal sealed class LoggingApi(LogBehavior behavior, LogTable entries, ProjectTable projects)
{
    private const int UsualPage = 50;
    private const int LargestPage = 1000;

    public Answer List(Call call)
    {
        call.AllowQuery();
        using var document = call.ReadJson();
        var missing = new List<Violation>();
        var body = BodyReader.Read(document.RootElement, MessageNames.ListLogEntriesRequest, "", missing);
        if (missing.Count > 0)
        {
            throw BodyReader.Refuse(missing);
        }

        var names = body.GetProperty("resourceNames").EnumerateArray().Select(name => Project(call, name.GetString()!).Id).ToHashSet();
        var filter = LogFilter.Parse(Text(body, "filter"));
        var isDescending = IsDescending(Text(body, "orderBy"));
        var question = $"{string.Join(',', names)} {Text(body, "filter")} {isDescending}";
        var position = LogPosition.Read(PageToken.Read(Text(body, "pageToken"), question));
        if (position.EmptyPages < behavior.EmptyPages)
        {
            return Show([], PageToken.Write(question, (position with { EmptyPages = position.EmptyPages + 1 }).ToString()));
        }

        var found = entries.Read(filter.JobIds, entry => names.Contains(entry.Project) && filter.Matches(entry));
        return Page(found, isDescending, PageSize(body), position, question);
    }

    private Answer Page(List<LogEntry> found, bool isDescending, int size, LogPosition position, string question)
    {
        if (isDescending)
        {
            found.Reverse();
        }

        var begin = position.InsertId.Length == 0 ? 0 : found.FindIndex(entry => position.IsBefore(entry, isDescending)) is >= 0 and var index ? index : found.Count;
        var page = found.Skip(begin).Take(size).ToList();
        var token = begin + size < found.Count
            ? PageToken.Write(question, new LogPosition(0, page[^1].Timestamp.UtcTicks, page[^1].InsertId).ToString()) : null;
        var repeated = behavior.RepeatsEntries && begin > 0 && page.Count > 0 ? found.GetRange(begin - 1, 1) : [];
        return Show([.. repeated, .. page], token);
    }

    private EmulatedProject Project(Call call, string name)
    {
        if (name.Split('/') is not ["projects", var id, ..] || projects.Find(id) is not { } project)
        {
            throw Refusals.Permission(call.Route with { Project = name }, call.Route.Permission, name);
        }

        AccessCheck.CheckProject(call.Route with { Project = id }, project);
        call.Project ??= project;
        return project;
    }

    private static Answer Show(List<LogEntry> page, string? token) => Answer.Of(writer =>
    {
        writer.WriteStartObject();
        if (page.Count > 0)
        {
            writer.WriteStartArray("entries");
            page.ForEach(entry => LogWriter.Write(writer, entry));
            writer.WriteEndArray();
        }

        if (token is not null)
        {
            writer.WriteString("nextPageToken", token);
        }

        writer.WriteEndObject();
    });

    private static int PageSize(JsonElement body) => !body.TryGetProperty("pageSize", out var size) ? UsualPage
        : size.GetInt32() < 0 ? throw Refusals.Argument("page_size", "page_size must not be negative.")
        : Math.Min(size.GetInt32(), LargestPage);

    private static bool IsDescending(string order) => order switch
    {
        "" or "timestamp" or "timestamp asc" => false,
        "timestamp desc" => true,
        _ => throw Refusals.Argument("order_by", $"order_by must be \"timestamp asc\" or \"timestamp desc\", and is \"{order}\"."),
    };

    private static string Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
