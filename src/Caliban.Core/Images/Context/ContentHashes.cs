using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Hashing;
using Caliban.Core.Images.Context.Secrets;

namespace Caliban.Core.Images.Context;

/// <summary>
/// The hashes of files, and what in them looks like a secret. A file whose length and time are those that are known is not
/// read again.
/// </summary>
/// <param name="cacheFile">Where what is known is kept between builds.</param>
public sealed class ContentHashes(string cacheFile)
{
    private readonly Dictionary<string, KnownContent> _known = HashFile.Read(cacheFile);
    private readonly Dictionary<string, KnownContent> _current = new(StringComparer.Ordinal);
    private readonly List<(BuildContextEntry Entry, SecretFinding Finding)> _findings = [];
    private bool _isChanged;

    /// <summary>What looks like a secret in all that was read, in the order it was.</summary>
    public IReadOnlyList<(BuildContextEntry Entry, SecretFinding Finding)> Findings => _findings;

    /// <summary>Hashes every entry; those that are not known in parallel.</summary>
    /// <exception cref="DiagnosticException">Files cannot be read, all of them: CAL3004.</exception>
    public IReadOnlyList<ContextFile> Read(IReadOnlyList<BuildContextEntry> entries, CancellationToken cancellationToken)
    {
        var contents = new KnownContent?[entries.Count];
        var unknown = new List<int>();
        for (var index = 0; index < entries.Count; index++)
        {
            contents[index] = Find(entries[index]);
            if (contents[index] is null && entries[index].LinkTarget is null)
            {
                unknown.Add(index);
            }
        }

        ReadUnknown(entries, contents, unknown, cancellationToken);
        var files = new ContextFile[entries.Count];
        for (var index = 0; index < files.Length; index++)
        {
            files[index] = new ContextFile(entries[index], Note(entries[index], contents[index]));
        }

        return files;
    }

    /// <summary>Keeps what is known of the files that were read, if that differs from what was kept.</summary>
    public void Save()
    {
        if (_isChanged || _current.Count != _known.Count)
        {
            HashFile.Write(cacheFile, _current);
        }
    }

    private KnownContent? Find(BuildContextEntry entry)
    {
        if (entry.LinkTarget is null && _known.TryGetValue(entry.FullPath, out var content) && content.IsOf(entry))
        {
            _current[entry.FullPath] = content;
            return content;
        }

        return null;
    }

    private void ReadUnknown(
        IReadOnlyList<BuildContextEntry> entries, KnownContent?[] contents, List<int> unknown, CancellationToken cancellationToken)
    {
        var isSettled = new bool[entries.Count];
        var mistakes = new Diagnostic?[entries.Count];
        Parallel.ForEach(unknown, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            try
            {
                (contents[index], isSettled[index]) = ContentReader.Read(entries[index], cancellationToken);
            }
            catch (DiagnosticException exception)
            {
                mistakes[index] = exception.Diagnostics[0];
            }
        });
        if (mistakes.OfType<Diagnostic>().ToList() is { Count: > 0 } all)
        {
            throw new DiagnosticException(all);
        }

        foreach (var index in unknown.Where(index => isSettled[index]))
        {
            _current[entries[index].FullPath] = contents[index]!;
            _isChanged = true;
        }
    }

    private string Note(BuildContextEntry entry, KnownContent? content)
    {
        if (content is { Finding.Kind: not SecretKind.None })
        {
            _findings.Add((entry, content.Finding));
        }

        return content?.Hash ?? "";
    }
}
