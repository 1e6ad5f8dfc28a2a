using System.Buffers;
using System.Text;

namespace Caliban.Core.Processes;

/// <summary>What a short command wrote, as text, and its exit code.</summary>
public sealed record CapturedOutput(int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>The last line of the error output that says something, or of the standard output; for messages.</summary>
    public string LastLine =>
        LastLineOf(StandardError) ?? LastLineOf(StandardOutput) ?? $"exit code {ExitCode}";

    private static string? LastLineOf(string text) =>
        text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);

    internal sealed class Builder(int limit)
    {
        private readonly ArrayBufferWriter<byte> _standard = new();
        private readonly ArrayBufferWriter<byte> _error = new();

        public void Add(OutputChannel channel, ReadOnlyMemory<byte> bytes)
        {
            var target = channel == OutputChannel.Standard ? _standard : _error;
            if (target.WrittenCount < limit)
            {
                target.Write(bytes.Span);
            }
        }

        public CapturedOutput Build(int exitCode) =>
            new(exitCode, Encoding.UTF8.GetString(_standard.WrittenSpan), Encoding.UTF8.GetString(_error.WrittenSpan));
    }
}
