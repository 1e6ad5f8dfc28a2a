using System.Text;
using System.Text.Json;
using Caliban.Emulator.Faults;

namespace Caliban.Emulator.Requests;

/// <summary>A request as it came, and what became of it. Tokens are not kept, nor what was sent to get one.</summary>
public sealed class RecordedRequest
{
    private readonly byte[] _body;

    internal RecordedRequest(CloudOperation operation, string method, string path, string query, byte[] body, DateTimeOffset time)
    {
        Operation = operation;
        Method = method;
        Path = path;
        Query = query;
        Time = time;
        _body = body;
    }

    public CloudOperation Operation { get; }

    public string Method { get; }

    public string Path { get; }

    /// <summary>With its question mark, or empty.</summary>
    public string Query { get; }

    public string Body => Encoding.UTF8.GetString(_body);

    /// <summary>When it had come in, by the emulator's clock.</summary>
    public DateTimeOffset Time { get; }

    public JsonElement Json => JsonElement.Parse(_body);

    /// <summary>Who sent it, or null when no good token came with it.</summary>
    public string? Caller { get; internal set; }

    /// <summary>Of the answer, also when it was lost; 0 while there is none.</summary>
    public int Status { get; internal set; }

    /// <summary>Whether the client got no answer that it could read.</summary>
    public bool IsAnswerLost { get; internal set; }

    /// <summary>What went wrong with it, or null.</summary>
    public FaultKind? Fault { get; internal set; }

    /// <summary>Whether the answer says no.</summary>
    public bool IsRefused => Status >= 400;

    public override string ToString() => $"{Method} {Path}{Query} {Status}{(IsAnswerLost ? " lost" : "")}";
}
