namespace Caliban.Core.Registries.Authentication;

/// <summary>One way to log in that a server offers.</summary>
/// <param name="Scheme">As written; compared without case.</param>
/// <param name="Parameters">By names without case.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1"/>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public bool Is(string scheme) => Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    public string? Find(string parameter) => Parameters.GetValueOrDefault(parameter);
}
