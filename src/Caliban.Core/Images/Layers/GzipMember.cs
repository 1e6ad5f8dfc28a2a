using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Caliban.Core.Images.Layers;

/// <summary>
/// One member of a gzip file. The bytes depend on the content alone: the header holds no time, name or system, and the
/// compression is managed code. That of .NET chooses its way by the processor and changes with the version.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc1952"/>
internal static class GzipMember
{
    /// <summary>What gives other bytes for the same content must change this: the library's version, the level, the size of a block.</summary>
    public const string Format = "sharpziplib-1.4.1-fast-1m";

    private const int TrailerLength = 8;

    // Magic number, deflate, no flags, no time, no hint, unknown system.
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

    public static byte[] Compress(ArraySegment<byte> content)
    {
        var deflater = new Deflater(Deflater.BEST_SPEED, noZlibHeaderOrFooter: true);
        deflater.SetInput(content.Array, content.Offset, content.Count);
        deflater.Finish();
        using var member = new MemoryStream((content.Count / 2) + 1024);
        member.Write(Header);
        var buffer = new byte[64 * 1024];
        while (deflater.Deflate(buffer) is > 0 and var count)
        {
            member.Write(buffer, 0, count);
        }

        var checksum = new Crc32();
        checksum.Update(content);
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)content.Count);
        member.Write(trailer);
        return member.ToArray();
    }
}
