using System.Text;
using System.Text.Unicode;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments.Configuration;

/// <summary>Brings the bytes of a configuration into memory and makes sure that they are UTF-8.</summary>
internal sealed class ExperimentFileReader(
    Func<Stream?> openStandardInput, List<Diagnostic> diagnostics, CancellationToken cancellationToken)
{
    /// <summary>In bytes. Two orders of magnitude above the largest sensible sweep; endless input ends here.</summary>
    internal const int LargestFile = 256 * 1024 * 1024;

    /// <summary>Null when there is nothing to go on with; the reason is then among the diagnostics.</summary>
    public SourceText? Read(ExperimentFile file)
    {
        var bytes = file.IsStandardInput ? ReadStandardInput(file) : ReadFile(file);
        return bytes is null ? null : Decode(file, bytes);
    }

    private byte[]? ReadStandardInput(ExperimentFile file)
    {
        try
        {
            using var stream = openStandardInput();
            var bytes = stream is null ? [] : ReadAll(stream);
            if (bytes is { Length: > 0 })
            {
                return bytes;
            }

            diagnostics.Add(bytes is null
                ? Diagnostic.Create(ExperimentDiagnostics.FileTooLarge, file.DeclaredAt, "The standard input", LargestFile >> 20)
                : Diagnostic.Create(ExperimentDiagnostics.NoStandardInput, file.DeclaredAt));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            diagnostics.Add(Diagnostic.Create(
                ExperimentDiagnostics.FileUnreadable, file.DeclaredAt, "The standard input", exception.Message));
        }

        return null;
    }

    private byte[]? ReadFile(ExperimentFile file)
    {
        var subject = $"The experiment file '{file.DisplayPath}'";
        if (Directory.Exists(file.FullPath))
        {
            diagnostics.Add(Diagnostic.Create(
                ExperimentDiagnostics.FileUnreadable, file.DeclaredAt, subject, "it is a directory"));
            return null;
        }

        try
        {
            using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = ReadAll(stream);
            if (bytes is null)
            {
                diagnostics.Add(Diagnostic.Create(
                    ExperimentDiagnostics.FileTooLarge, file.DeclaredAt, subject, LargestFile >> 20));
            }

            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            diagnostics.Add(Diagnostic.Create(ExperimentDiagnostics.FileNotFound, file.DeclaredAt, file.DisplayPath));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Paths can be wrong in more ways than input can: too long, with a NUL, without permission, a broken disk.
            diagnostics.Add(Diagnostic.Create(
                ExperimentDiagnostics.FileUnreadable, file.DeclaredAt, subject, exception.Message));
        }

        return null;
    }

    private byte[]? ReadAll(Stream stream)
    {
        using var content = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length, LargestFile) : 0);
        var buffer = new byte[81920];
        while (stream.Read(buffer) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (content.Length + count > LargestFile)
            {
                return null;
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private SourceText? Decode(ExperimentFile file, byte[] bytes)
    {
        var path = file.IsStandardInput ? "stdin" : file.FullPath;
        if (OtherEncoding(bytes) is { } encoding)
        {
            diagnostics.Add(Diagnostic.Create(
                ExperimentDiagnostics.EncodingUnsupported, new SourceLocation(path, 1, 1), file.DisplayPath, encoding));
            return null;
        }

        var content = bytes.AsSpan().StartsWith("\ufeff"u8) ? bytes[3..] : bytes;
        if (Utf8.IsValid(content))
        {
            return new SourceText(path, content);
        }

        var (offset, value, count) = ReplaceInvalid(content);
        var source = new SourceText(path, content);
        diagnostics.Add(Diagnostic.Create(
            ExperimentDiagnostics.EncodingInvalid, source.Locate(offset), file.DisplayPath, value.ToString("X2"), count));
        return source;
    }

    private static string? OtherEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..] or [0, 0, 0, _, ..] or [_, 0, 0, 0, ..] => "UTF-32",
        [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [_, 0, _, 0, ..] or [0, _, 0, _, ..] => "UTF-16",
        _ => null,
    };

    /// <summary>Puts a question mark for every byte that is not UTF-8, so that the rest of the file can be checked as well.</summary>
    private static (int FirstOffset, byte FirstValue, int Count) ReplaceInvalid(byte[] content)
    {
        var (first, value, count) = (0, (byte)0, 0);
        for (var position = 0; position < content.Length;)
        {
            var status = Rune.DecodeFromUtf8(content.AsSpan(position), out _, out var consumed);
            if (status != System.Buffers.OperationStatus.Done)
            {
                (first, value) = count == 0 ? (position, content[position]) : (first, value);
                count += consumed;
                content.AsSpan(position, consumed).Fill((byte)'?');
            }

            position += consumed;
        }

        return (first, value, count);
    }
}
