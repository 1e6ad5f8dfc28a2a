using System.Globalization;

namespace Caliban.Core.Local.Sessions;

/// <summary>
/// The tables of users and groups of an image, <c>/etc/passwd</c> and <c>/etc/group</c>. Programs that ask for the name of
/// their user fail where he is in neither.
/// </summary>
/// <seealso href="https://man7.org/linux/man-pages/man5/passwd.5.html"/>
internal sealed record UserDatabase(string Passwd, string Group)
{
    /// <summary>The tables with the user and the group; what is in them already stays as it is.</summary>
    /// <param name="shell">The shell of the user, where he is new.</param>
    public UserDatabase With(ContainerUser user, string shell)
    {
        if (user is not { UserId: { } userId, GroupId: { } groupId })
        {
            return this;
        }

        var passwd = NameOf(Passwd, userId) is not null
            ? Passwd
            : Add(Passwd, string.Create(CultureInfo.InvariantCulture, $"{FreeName(Passwd, user.Name, userId)}:x:{userId}:{groupId}::{user.Home}:{shell}"));
        var group = NameOf(Group, groupId) is not null
            ? Group
            : Add(Group, string.Create(CultureInfo.InvariantCulture, $"{FreeName(Group, user.Name, groupId)}:x:{groupId}:"));
        return new UserDatabase(passwd, group);
    }

    /// <summary>What the user is called inside.</summary>
    public string? UserName(uint id) => NameOf(Passwd, id);

    private static string? NameOf(string table, uint id) =>
        Entries(table).FirstOrDefault(entry => entry.Length > 2 && entry[2] == id.ToString(CultureInfo.InvariantCulture))?[0];

    // A name that is another's in the image gets its number, too.
    private static string FreeName(string table, string name, uint id)
    {
        var taken = Entries(table).Select(entry => entry[0]).ToHashSet(StringComparer.Ordinal);
        return !taken.Contains(name) ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{id}");
    }

    private static IEnumerable<string[]> Entries(string table) => table.Split('\n').Select(line => line.Split(':'));

    private static string Add(string table, string line) => $"{table}{(table.Length == 0 || table.EndsWith('\n') ? "" : "\n")}{line}\n";
}
