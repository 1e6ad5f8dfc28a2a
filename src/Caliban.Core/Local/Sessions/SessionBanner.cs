using System.Globalization;
using Caliban.Core.Images;

namespace Caliban.Core.Local.Sessions;

/// <summary>What a person is told in front of the first prompt: who they are inside, and what of this machine is there.</summary>
internal static class SessionBanner
{
    /// <param name="userName">What the user is called inside.</param>
    public static IEnumerable<string> Lines(SessionContainer container, string userName, SessionTerminal terminal)
    {
        var (plan, user) = (container.Plan, container.User);
        var leave = plan.Kind == SessionKind.Shell ? "exit or Ctrl-D leaves" : "Ctrl-C twice stops";
        yield return "";
        yield return $"{terminal.Bold(terminal.Accent($"caliban {plan.Command}"))} {terminal.Bold(plan.Project)}  {terminal.Dim(leave)}";
        yield return Row("user", user.UserId is null ? userName : string.Create(CultureInfo.InvariantCulture, $"{userName} ({user.UserId}:{user.GroupId})"));
        yield return Row("image", container.Image);
        yield return Row("project", $"{ImageDeclaration.WorkingDirectory} is {plan.ProjectFolder}, live both ways");
        yield return Row("home", container.HomeFolder is { } home ? $"{(home == user.Home ? home : $"{user.Home} is {home}")}, live both ways" : $"{user.Home} is empty, and gone afterwards");
        yield return "";

        string Row(string name, string text) => $"  {terminal.Dim($"{name,-8}")}{text}";
    }
}
