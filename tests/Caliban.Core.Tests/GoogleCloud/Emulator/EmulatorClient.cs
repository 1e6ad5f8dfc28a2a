using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caliban.Emulator;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

/// <summary>A plain client that sends what a test says.</summary>
internal sealed class EmulatorClient : IDisposable
{
    private readonly HttpClient _client = new();

    public EmulatorClient(GoogleCloudEmulator cloud, string? token = null)
    {
        Address = cloud.Url;
        Project = cloud.Project.Id;
        Token = token ?? cloud.MakeToken();
    }

    public string Address { get; }

    public string Project { get; }

    public string? Token { get; set; }

    public string Jobs => $"/v1/projects/{Project}/locations/us-central1/customJobs";

    public static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address + path)) { Content = content };
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _client.SendAsync(request);
        return new Reply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.WwwAuthenticate.ToString());
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, Json(body));

    public async Task<Reply> PostFormAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public Task<Reply> CreateAsync(JsonNode job) => PostAsync(Jobs, job);

    public Task<Reply> CreateAsync() => CreateAsync(JobBody.Of());

    public Task<Reply> ListAsync(string filter = "", int? pageSize = null, string pageToken = "") =>
        GetAsync($"{Jobs}?filter={Uri.EscapeDataString(filter)}&pageToken={pageToken}{(pageSize is { } size ? $"&pageSize={size}" : "")}");

    /// <summary>The display names of all jobs that a filter finds.</summary>
    public async Task<string> NamesAsync(string filter) =>
        (await ListAsync(filter)).Json.TryGetProperty("customJobs", out var jobs)
            ? string.Join(',', jobs.EnumerateArray().Select(job => job.GetProperty("displayName").GetString()).Order()) : "";

    public void Dispose() => _client.Dispose();

    /// <param name="Challenge">Of a 401.</param>
    internal sealed record Reply(int Status, string Body, string Challenge)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        public string Name => Json.GetProperty("name").GetString()!;

        public string Id => Name.Split('/')[^1];

        public string State => Json.GetProperty("state").GetString()!;

        public string Message => Json.GetProperty("error").GetProperty("message").GetString()!;

        /// <summary><c>429 RESOURCE_EXHAUSTED</c>.</summary>
        public string Refusal => $"{Status} {Json.GetProperty("error").GetProperty("status").GetString()}";

        /// <summary>The fields that were refused.</summary>
        public string Fields => string.Join(',', Detail("BadRequest").GetProperty("fieldViolations").EnumerateArray().Select(violation => violation.GetProperty("field").GetString()));

        public JsonElement Detail(string type) => Json.GetProperty("error").GetProperty("details").EnumerateArray()
            .Single(detail => detail.GetProperty("@type").GetString() == $"type.googleapis.com/google.rpc.{type}");

        /// <summary>The kinds of details, in order.</summary>
        public string Details => Json.GetProperty("error").TryGetProperty("details", out var details)
            ? string.Join(',', details.EnumerateArray().Select(detail => detail.GetProperty("@type").GetString()!.Split('.')[^1])) : "";
    }
}
