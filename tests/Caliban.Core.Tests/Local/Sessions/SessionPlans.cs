using Caliban.Core.Images;
using Caliban.Core.Local.Sessions;

namespace Caliban.Core.Tests.Local.Sessions;

/// <summary>Plans of sessions for tests.</summary>
internal static class SessionPlans
{
    public static SessionPlan Create(SessionKind kind, string folder = "/work/one, two") => new()
    {
        Kind = kind,
        Project = "My Project",
        ProjectFile = Path.Combine(folder, "my.csproj"),
        ProjectFolder = folder,
        OutputFolder = Path.Combine(folder, "obj", "caliban"),
        Environment = new EnvironmentDeclaration { AptPackages = ["git"] },
    };

    public static SessionContainer Container(this SessionPlan plan) => new()
    {
        Plan = plan,
        Name = "caliban-my-project-shell-01234567",
        Image = "caliban/environment:0123456789abcdef",
        User = new ContainerUser("ada", 1000, 1001, "/home/ada"),
        HomeFolder = "/home/ada",
    };
}
