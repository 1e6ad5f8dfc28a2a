using System.Globalization;
using Caliban.Core.Docker;

namespace Caliban.Core.Local.Sessions;

/// <summary>Who a session runs as: the caller, so that what it writes into the project is the caller's.</summary>
/// <param name="Name">As user databases take it: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
/// <param name="UserId">Null for the user of the image.</param>
internal sealed record ContainerUser(string Name, uint? UserId, uint? GroupId)
{
    /// <summary>The home of the session; not that of the image, whose files it would hide.</summary>
    public string Home => $"/home/{Name}";

    /// <summary>The arguments of <c>docker run</c>.</summary>
    public IReadOnlyList<string> DockerArguments =>
        UserId is null ? [] : ["--user", string.Create(CultureInfo.InvariantCulture, $"{UserId}:{GroupId}")];

    public static ContainerUser Create(HostUser caller, DockerSecurity security)
    {
        var name = Sanitize(caller.Name);
        return caller.UserId is null ? new ContainerUser(name, null, null)
            // Root inside is the person who started the engine, any other user nobody outside.
            : security.IsRootless ? new ContainerUser(name, 0, 0)
            : new ContainerUser(name, caller.UserId, caller.GroupId);
    }

    private static string Sanitize(string name)
    {
        var text = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' ? character : '-')).Trim('-', '.');
        return text.Length == 0 ? "user" : char.IsAsciiDigit(text[0]) ? $"user-{text}" : text;
    }
}
