namespace Caliban.Testing.Registries;

/// <summary>A request as a server saw it.</summary>
/// <param name="Host">The host it was meant for, which a test may have led here.</param>
/// <param name="BodyBytes">How much of the body was read.</param>
public sealed record SeenRequest(string Method, string Host, string Path, string Query, string? Authorization)
{
    public long BodyBytes { get; set; }

    public int Status { get; set; }

    public override string ToString() => $"{Method} {Path}{Query} {Status}";
}
