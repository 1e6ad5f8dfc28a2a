using Caliban.Core.Images.Context.Secrets;

namespace Caliban.Core.Images.Context.Hashing;

/// <summary>What was found out about the content of a file, and how the file looked then.</summary>
/// <param name="LastWriteTime">Ticks of UTC.</param>
/// <param name="Hash">SHA-256 as 64 lower-case hexadecimal digits.</param>
internal sealed record KnownContent(long Length, long LastWriteTime, string Hash, SecretFinding Finding)
{
    public bool IsOf(BuildContextEntry entry) => Length == entry.Length && LastWriteTime == entry.LastWriteTime.Ticks;
}
