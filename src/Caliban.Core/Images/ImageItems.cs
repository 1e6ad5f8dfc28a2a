using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images;

/// <summary>Checks the names of image items before they reach a Dockerfile, where a bad one would be a second command or an option.</summary>
public static partial class ImageItems
{
    /// <summary>An image reference: registry, repository, tag and digest.</summary>
    /// <seealso href="https://github.com/distribution/reference"/>
    public static void CheckBaseImage(DeclaredItem item, ICollection<Diagnostic> mistakes) =>
        Check(ReferenceProblem(item.Name) is not { } problem ? null : $"{problem}; an image is written like 'python:3.12-slim' or 'registry.example.com/team/image:tag'", "BaseImage", item, mistakes);

    /// <summary>What forbids a reference; null when nothing does.</summary>
    /// <seealso href="https://github.com/distribution/reference"/>
    public static string? ReferenceProblem(string name)
    {
        if (ImageReference().Match(name) is { Success: true } match)
        {
            return match.Groups["repository"].Length > 255 ? "the name is longer than 255 characters" : null;
        }

        var repository = name.Split('@')[0];
        var path = repository[(repository.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? "the name is empty"
            : name.Contains("://", StringComparison.Ordinal) ? "a registry is named without 'https://'"
            : name.Contains('@', StringComparison.Ordinal) && !Digest().IsMatch(name) ? "its digest is not 'sha256:' and 64 hexadecimal digits"
            : repository.EndsWith(':') ? "its tag is empty"
            : path.Split(':')[0].Any(char.IsAsciiLetterUpper) ? "the name of a repository has no capital letters"
            : name.Any(char.IsWhiteSpace) ? "it contains a blank"
            : "it is no name of an image";
    }

    /// <summary>A Debian package name, with an architecture, version or release if need be; a hyphen at its end would remove it.</summary>
    /// <seealso href="https://www.debian.org/doc/debian-policy/ch-controlfields.html#s-f-source"/>
    public static void CheckAptPackage(DeclaredItem item, ICollection<Diagnostic> mistakes) =>
        Check(AptPackage().IsMatch(item.Name) ? null : "a Debian package is written like 'libgomp1' or 'git=1:2.39.5-0+deb12u2', one item each", "AptPackage", item, mistakes);

    /// <summary>A pip requirement.</summary>
    /// <seealso href="https://packaging.python.org/en/latest/specifications/dependency-specifiers/"/>
    public static void CheckPythonPackage(DeclaredItem item, ICollection<Diagnostic> mistakes) =>
        Check(PythonPackage().IsMatch(item.Name) ? null : "a requirement is written like 'numpy>=2,<3' or 'torch[extra]==2.5'; put options and URLs with quotes into requirements.txt", "PythonPackage", item, mistakes);

    /// <summary><c>CalibanImageTag</c>: a reference or the id of an image.</summary>
    public static string ReadImageTag(ProjectProperties properties, string text)
    {
        var tag = text.Trim();
        if (tag.Length > 0 && !ImageReference().IsMatch(tag))
        {
            properties.Mistakes.Add(Diagnostic.Create(
                ProjectDiagnostics.PropertyInvalid,
                properties.Locate("CalibanImageTag", text),
                "CalibanImageTag",
                text,
                "an image such as 'registry.example.com/team/image:tag', or its id"));
        }

        return tag;
    }

    /// <summary>The name or path of an interpreter.</summary>
    public static bool IsProgramName(string name) => ProgramName().IsMatch(name);

    private static void Check(string? problem, string type, DeclaredItem item, ICollection<Diagnostic> mistakes)
    {
        if (problem is not null)
        {
            mistakes.Add(Diagnostic.Create(ProjectDiagnostics.ItemInvalid, item.Location, type, item.Name, problem));
        }
    }

    [GeneratedRegex(
        @"\A(?<repository>((localhost|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*(?=:[0-9]+/))(:[0-9]+)?/)?[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*(/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*)"
        + @"(:[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?(@[a-z0-9+._-]+:[0-9a-fA-F]{32,})?\z")]
    private static partial Regex ImageReference();

    [GeneratedRegex(@"@[a-z0-9+._-]+:[0-9a-fA-F]{32,}\z")]
    private static partial Regex Digest();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?(=[A-Za-z0-9.+~:-]+|/[a-z][a-z0-9-]*)?(?<!-)\z")]
    private static partial Regex AptPackage();

    [GeneratedRegex(@"\A[A-Za-z0-9](?!.*<<)[^'\\\p{Cc}]*\z")]
    private static partial Regex PythonPackage();

    [GeneratedRegex(@"\A[A-Za-z0-9_./][A-Za-z0-9_./+-]*\z")]
    private static partial Regex ProgramName();
}
