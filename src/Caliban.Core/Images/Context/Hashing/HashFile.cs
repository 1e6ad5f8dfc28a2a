using System.Security.Cryptography;
using Caliban.Core.Images.Context.Secrets;

namespace Caliban.Core.Images.Context.Hashing;

/// <summary>
/// The file that known content is kept in between builds: a header, entries ordered by path of which each leaves out what it
/// shares with the one before, and a hash of all that.
/// </summary>
internal static class HashFile
{
    private const int Format = 1;

    // Other rules for secrets make another file.
    private static readonly byte[] Header = [.. "caliban hashes"u8, Format, SecretScanner.Version];

    /// <summary>By full path; empty when there is no file, or none that this version wrote in full.</summary>
    public static Dictionary<string, KnownContent> Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var end = bytes.Length - SHA256.HashSizeInBytes;
            return end >= Header.Length
                && bytes.AsSpan().StartsWith(Header)
                && SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end))
                    ? ReadEntries(new MemoryStream(bytes, Header.Length, end - Header.Length))
                    : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Replaces the file as a whole; a build that reads it meanwhile has the old or the new one. A failure only costs time.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, KnownContent>> entries)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var bytes = new MemoryStream();
            bytes.Write(Header);
            WriteEntries(bytes, [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)]);
            bytes.Write(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
            File.WriteAllBytes(temporary, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
        }
    }

    private static Dictionary<string, KnownContent> ReadEntries(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var count = reader.Read7BitEncodedInt();
        var entries = new Dictionary<string, KnownContent>(count, StringComparer.Ordinal);
        for (var path = ""; count > 0; count--)
        {
            path = string.Concat(path.AsSpan(0, reader.Read7BitEncodedInt()), reader.ReadString());
            reader.ReadExactly(hash);
            entries[path] = new KnownContent(
                reader.Read7BitEncodedInt64(),
                reader.ReadInt64(),
                Convert.ToHexStringLower(hash),
                new SecretFinding((SecretKind)reader.ReadByte(), reader.Read7BitEncodedInt()));
        }

        return entries;
    }

    private static void WriteEntries(Stream stream, List<KeyValuePair<string, KnownContent>> entries)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write7BitEncodedInt(entries.Count);
        var previous = "";
        foreach (var (path, content) in entries)
        {
            var shared = path.AsSpan().CommonPrefixLength(previous);
            // Half a character cannot be written.
            shared -= shared > 0 && char.IsHighSurrogate(path[shared - 1]) ? 1 : 0;
            writer.Write7BitEncodedInt(shared);
            writer.Write(path[shared..]);
            writer.Write(Convert.FromHexString(content.Hash));
            writer.Write7BitEncodedInt64(content.Length);
            writer.Write(content.LastWriteTime);
            writer.Write((byte)content.Finding.Kind);
            writer.Write7BitEncodedInt(content.Finding.Line);
            previous = path;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could not be written to can rarely be removed.
        }
    }
}
