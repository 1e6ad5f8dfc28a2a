namespace Caliban.Core.History.Records;

/// <summary>Long lists go to the database in parts, so that memory does not grow with them.</summary>
internal static class Chunks
{
    public const int Size = 5000;
}
