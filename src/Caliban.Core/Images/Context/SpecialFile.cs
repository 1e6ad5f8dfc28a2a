using System.Formats.Tar;

namespace Caliban.Core.Images.Context;

/// <summary>Tells files from pipes, sockets and devices, whose opening may wait forever.</summary>
internal static class SpecialFile
{
    private const int TypeOffset = 156;

    /// <summary>Whether an entry of a folder that shows no length is a file.</summary>
    /// <remarks>.NET tells the type of an entry only to the writer of archives, which does not open what is no file.</remarks>
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            using var stream = new MemoryStream();
            using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
            {
                tar.WriteEntry(path, "entry");
            }

            return stream.GetBuffer()[TypeOffset] is (byte)'0' or 0;
        }
        catch (UnauthorizedAccessException)
        {
            // A file that cannot be read is told when it is read.
            return true;
        }
        catch (IOException)
        {
            // A socket has no place in an archive.
            return false;
        }
    }
}
