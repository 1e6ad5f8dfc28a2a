using System.Globalization;
using Caliban.Core.Docker;

namespace Caliban.Core.Local.Sessions;

/// <summary>Who a session runs as: the caller, so that what it writes into the project is the caller's.</summary>
/// <param name="Name">As user databases take it: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
/// <param name="UserId">Null for the user of the image.</param>
/// <param name="Home">The path of the home inside.</param>
internal sealed record ContainerUser(string Name, uint? UserId, uint? GroupId, string Home)
{
    /// <summary>The arguments of <c>docker run</c>.</summary>
    public IReadOnlyList<string> DockerArguments =>
        UserId is null ? [] : ["--user", string.Create(CultureInfo.InvariantCulture, $"{UserId}:{GroupId}")];

    /// <param name="home">The folder of this machine that is shared as the home, or null.</param>
    public static ContainerUser Create(HostUser caller, DockerSecurity security, string? home)
    {
        var name = Sanitize(caller.Name);
        // A home that is shared has one path inside and outside: what starts with a shell there (pyenv, conda, nvm) writes its
        // own path into files, which would be wrong on one side. A colon would end the field in the table of users.
        var path = home is { Length: > 0 } && home[0] == '/' && !home.Contains(':', StringComparison.Ordinal) ? home : $"/home/{name}";
        // With a rootless engine root inside is the person who started it, any other user nobody outside.
        var isRoot = caller.UserId is not null && security.IsRootless;
        return new ContainerUser(name, isRoot ? 0 : caller.UserId, isRoot ? 0 : caller.GroupId, path);
    }

    private static string Sanitize(string name)
    {
        var text = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? character : '-')).Trim('-', '.');
        return text.Length == 0 ? "user" : char.IsAsciiDigit(text[0]) ? $"user-{text}" : text;
    }
}
