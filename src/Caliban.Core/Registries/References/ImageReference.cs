using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.References;

/// <summary>The name of one image: <c>host/path:tag@digest</c>, of which host, tag and digest may be absent.</summary>
/// <param name="Tag">Null when there is none.</param>
/// <param name="Digest"><c>sha256:…</c>; decides where there is a tag as well. Null when there is none.</param>
public sealed record ImageReference(RepositoryName Repository, string? Tag, string? Digest)
{
    private const string Kind = "the name of an image";

    /// <summary>What to ask the registry for; without tag and digest it is <c>latest</c>.</summary>
    public string Reference => Digest ?? Tag ?? "latest";

    /// <summary>Reads a name as Docker does.</summary>
    /// <exception cref="DiagnosticException">CAL3050.</exception>
    /// <seealso href="https://github.com/distribution/reference/blob/main/normalize.go"/>
    public static ImageReference Parse(string text, SourceLocation? location = null)
    {
        var (name, digest) = Split(text, text.IndexOf('@', StringComparison.Ordinal));
        if (digest is not null && !ContentDigest.IsValid(digest))
        {
            throw ReferenceGrammar.Mistake(text, Kind, "a digest is 'sha256:' and 64 of the digits 0-9 and a-f", location);
        }

        (name, var tag) = Split(name, name.IndexOf(':', name.LastIndexOf('/') + 1));
        // A host with a port and nothing else would be read as a tag that is a number.
        if (tag is not null && !ReferenceGrammar.Tag().IsMatch(tag))
        {
            throw ReferenceGrammar.Mistake(text, Kind, ReferenceGrammar.TagRule, location);
        }

        return new ImageReference(ParseName(text, name, location), tag, digest);
    }

    public override string ToString() =>
        $"{Repository}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";

    private static (string Before, string? After) Split(string text, int index) =>
        index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);

    private static RepositoryName ParseName(string text, string name, SourceLocation? location)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash > 0 && ReferenceGrammar.IsHost(name[..slash])
            ? (name[..slash], name[(slash + 1)..])
            : (DockerHub.Name, name);
        if (!ReferenceGrammar.Host().IsMatch(host))
        {
            throw ReferenceGrammar.Mistake(text, Kind, $"'{host}' is not a host", location);
        }

        if (!ReferenceGrammar.Path().IsMatch(path))
        {
            throw ReferenceGrammar.Mistake(
                text, Kind, "a name has lower-case letters and digits, with single '.', '_' or '-' between them, in parts separated by '/'", location);
        }

        var repository = DockerHub.Normalize(host, path);
        return repository.Registry.Length + 1 + repository.Path.Length <= ReferenceGrammar.LongestName
            ? repository
            : throw ReferenceGrammar.Mistake(text, Kind, $"it is longer than {ReferenceGrammar.LongestName} characters", location);
    }
}
