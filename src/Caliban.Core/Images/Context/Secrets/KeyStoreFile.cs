namespace Caliban.Core.Images.Context.Secrets;

/// <summary>PKCS #12 files.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc7292#section-4"/>
internal static class KeyStoreFile
{
    // Version 3, then content of type data.
    private static ReadOnlySpan<byte> FileVersion => [0x02, 0x01, 0x03];

    private static ReadOnlySpan<byte> DataType => [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];

    public static bool Matches(string fileName, ReadOnlySpan<byte> content) =>
        (fileName.EndsWith(".p12", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase))
        && content.Length > 64
        && content[0] == 0x30
        && content[..10].IndexOf(FileVersion) > 0
        && content[..40].IndexOf(DataType) > 0;
}
