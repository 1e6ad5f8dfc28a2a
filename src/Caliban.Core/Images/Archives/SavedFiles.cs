using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Archives;

/// <summary>The files of a tar archive, laid down in a folder under numbers, so that no name in it can lead anywhere.</summary>
internal sealed class SavedFiles
{
    private const int BufferSize = 128 * 1024;

    private readonly Dictionary<string, SavedFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    private SavedFiles()
    {
    }

    public static async Task<SavedFiles> ReadAsync(Stream archive, string folder, CancellationToken cancellationToken)
    {
        var files = new SavedFiles();
        var tar = new TarReader(archive, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                var name = Normalize(entry.Name);
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    var path = Path.Combine(folder, files._files.Count.ToString(CultureInfo.InvariantCulture));
                    files._files[name] = await WriteAsync(path, entry.DataStream ?? Stream.Null, cancellationToken).ConfigureAwait(false);
                }
                else if (entry.EntryType is TarEntryType.SymbolicLink)
                {
                    files._links[name] = Normalize($"{name}/../{entry.LinkName}");
                }
                else if (entry.EntryType is TarEntryType.HardLink)
                {
                    files._links[name] = Normalize(entry.LinkName);
                }
            }
        }

        return files;
    }

    /// <summary>A file by its name, or by a link to it.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public SavedFile Find(string name)
    {
        var current = Normalize(name);
        for (var steps = 0; steps <= _links.Count && _links.TryGetValue(current, out var target); steps++)
        {
            current = target;
        }

        return _files.GetValueOrDefault(current) ?? throw new InvalidDataException($"'{name}' is missing");
    }

    private static async Task<SavedFile> WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            var length = 0L;
            while (await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                hash.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                length += count;
            }

            return new SavedFile(path, ContentDigest.Write(hash.GetHashAndReset()), length);
        }
    }

    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}

/// <param name="Path">Where it lies; absolute.</param>
/// <param name="Digest">Of its content, <c>sha256:…</c>.</param>
/// <param name="Size">In bytes.</param>
internal sealed record SavedFile(string Path, string Digest, long Size);
