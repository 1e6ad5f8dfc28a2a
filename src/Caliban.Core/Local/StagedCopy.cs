using Caliban.Core.Images.Context;

namespace Caliban.Core.Local;

/// <summary>Copies what an image would hold into a folder, with execute bits and symbolic links.</summary>
internal static class StagedCopy
{
    public static void Create(IReadOnlyList<BuildContextEntry> entries, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = Path.Combine(folder, entry.Path.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else
            {
                // Copies the mode too, and shares blocks on file systems that can.
                File.Copy(entry.FullPath, target);
            }
        }
    }

    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Left for Clean: a file may still be open on Windows, or be made read-only by the job.
        }
    }
}
