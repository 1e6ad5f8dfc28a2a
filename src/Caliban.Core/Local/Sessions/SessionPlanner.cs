using System.Net;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;

namespace Caliban.Core.Local.Sessions;

/// <summary>Turns what a project says about its shell and notebook into a plan. Asks no engine.</summary>
public static partial class SessionPlanner
{
    private const int LargestPort = 65535;

    /// <exception cref="DiagnosticException">All mistakes together.</exception>
    public static SessionPlan Plan(DeclaredSession session, IDiagnosticSink diagnostics)
    {
        var properties = new ProjectProperties(session.ProjectFile);
        var host = ReadHost(properties, session.NotebookHost);
        var plan = new SessionPlan
        {
            Kind = ReadKind(properties, session.Command),
            Project = session.Project,
            ProjectFile = session.ProjectFile,
            ProjectFolder = session.ProjectFolder,
            OutputFolder = session.OutputFolder,
            Environment = session.Image.Environment,
            UseGpu = session.Image.UseGpu,
            Engine = properties.Choice("CalibanEngine", session.Engine, EngineChoice.Auto),
            ImageTag = ImageItems.ReadImageTag(properties, session.ImageTag),
            Bare = properties.Boolean("CalibanBare", session.Bare, otherwise: false),
            ShellProgram = properties.Choice("CalibanShellProgram", session.ShellProgram, ShellProgram.Auto),
            JupyterLab = properties.Boolean("CalibanJupyterLab", session.JupyterLab, otherwise: false),
            JupyterVersion = ReadVersion(properties, session.JupyterVersion),
            NotebookHost = host.ToString(),
            NotebookPort = ReadPort(properties, session.NotebookPort),
            DockerRunArguments = properties.Words("CalibanDockerRunArgs", session.DockerRunArgs),
            CloudKey = CloudKey.Resolve(properties, session.ProjectFolder, session.CloudKey),
            MountCredentials = properties.Boolean("CalibanMountCredentials", session.MountCredentials, otherwise: true),
            SilencedWarnings = SweepPlanner.SilencedWarnings(session.NoWarn),
        };
        properties.ThrowIfMistaken();
        if (plan.Kind == SessionKind.Notebook && !IPAddress.IsLoopback(host))
        {
            diagnostics.Report(Diagnostic.Create(
                SessionDiagnostics.HostNotLoopback, properties.Locate("CalibanNotebookHost", session.NotebookHost), host));
        }

        return plan;
    }

    private static SessionKind ReadKind(ProjectProperties properties, string text)
    {
        if (text.Trim().Equals("shell", StringComparison.OrdinalIgnoreCase))
        {
            return SessionKind.Shell;
        }

        if (!text.Trim().Equals("notebook", StringComparison.OrdinalIgnoreCase))
        {
            Invalid(properties, "CalibanCommand", text, "'run', 'shell', 'notebook', 'status', 'stop', 'resubmit', 'logs', 'wait' or 'forget'");
        }

        return SessionKind.Notebook;
    }

    private static IPAddress ReadHost(ProjectProperties properties, string text)
    {
        var host = text.Trim();
        if (host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        // IPAddress takes 1 for 0.0.0.1; nobody who writes an address means that.
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (host.Contains(':', StringComparison.Ordinal) || host.Count(character => character == '.') == 3))
        {
            return address;
        }

        Invalid(properties, "CalibanNotebookHost", text, "an address of this machine, such as '127.0.0.1', '::1' or '0.0.0.0' for all");
        return IPAddress.Loopback;
    }

    private static int ReadPort(ProjectProperties properties, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return 0;
        }

        var port = properties.Count("CalibanNotebookPort", text, otherwise: 0);
        if (port > LargestPort)
        {
            Invalid(properties, "CalibanNotebookPort", text, $"a port from 1 to {LargestPort}");
        }

        return port;
    }

    private static string ReadVersion(ProjectProperties properties, string text)
    {
        var version = text.Trim();
        if (version.Length > 0 && !PythonVersion().IsMatch(version))
        {
            Invalid(properties, "CalibanJupyterVersion", text, "a version such as '7.2.2'");
        }

        return version;
    }

    private static void Invalid(ProjectProperties properties, string name, string text, string allowed) => properties.Mistakes.Add(
        Diagnostic.Create(ProjectDiagnostics.PropertyInvalid, properties.Locate(name, text), name, text, allowed));

    // https://packaging.python.org/en/latest/specifications/version-specifiers/
    [GeneratedRegex(@"\A[0-9][0-9A-Za-z.!+_-]*(\.\*)?\z")]
    private static partial Regex PythonVersion();
}
