namespace Caliban.Core.Diagnostics;

/// <summary>CAL4020 to CAL4039: shells, notebooks, and what a run finds of this machine.</summary>
public static class SessionDiagnostics
{
    public static DiagnosticDescriptor TerminalNeeded { get; } = new(
        "CAL4020",
        DiagnosticSeverity.Error,
        "A shell or notebook needs a terminal",
        "{0} needs a terminal, and this build has none: {1}. Type this instead: {2}",
        "`CalibanShell` and `CalibanNotebook` hand the terminal of the build to a container. A build has no terminal in CI, in an editor, in a worker process of MSBuild, or when its input or output is redirected; and the terminal logger keeps it for itself.",
        "Use the command that the message prints, or add `-tl:off` to the build of a single project.");

    public static DiagnosticDescriptor DockerNeeded { get; } = new(
        "CAL4021",
        DiagnosticSeverity.Error,
        "A Docker engine is needed",
        "{0} needs a Docker engine, and none can be used: {1}. Start Docker and check DOCKER_HOST. Processes of this machine cannot stand in for it; use your own shell for that.",
        "A shell and a notebook run inside the image of the project, and `CalibanImageTag` names an image. The engine does not answer, or `CalibanEngine` is `process`.",
        "Start the engine, and leave `CalibanEngine` at `auto` or `docker`.");

    public static DiagnosticDescriptor PortTaken { get; } = new(
        "CAL4022",
        DiagnosticSeverity.Error,
        "The port of the notebook is taken",
        "CalibanNotebookPort is {0}, and that port of {1} cannot be used: {2}. Use another port, or leave the property empty for the first free one from 8888.",
        "Another program listens on the port, or the system reserves it.",
        "Leave `CalibanNotebookPort` empty, or name another port.");

    public static DiagnosticDescriptor HostNotUsable { get; } = new(
        "CAL4023",
        DiagnosticSeverity.Error,
        "The notebook cannot listen on that address",
        "CalibanNotebookHost is {0}, and no port from {1} on can be used there: {2}. Use an address of this machine, such as 127.0.0.1.",
        "The address is not one of this machine, or all of its ports are taken.",
        "Leave `CalibanNotebookHost` at `127.0.0.1`, or use an address that `ip addr` shows.");

    public static DiagnosticDescriptor HostNotLoopback { get; } = new(
        "CAL4024",
        DiagnosticSeverity.Warning,
        "The notebook can be reached from other machines",
        "CalibanNotebookHost is {0}, so other machines can reach the notebook, and whoever has its token can run programs as you. The connection is not encrypted. Use 127.0.0.1 and an SSH tunnel instead, or put CAL4024 into NoWarn if this is what you want.",
        "A notebook is published on the loopback address only, unless `CalibanNotebookHost` says otherwise.",
        "Leave `CalibanNotebookHost` at `127.0.0.1` and forward the port: `ssh -L 8888:127.0.0.1:8888 host`.");

    public static DiagnosticDescriptor SessionFailed { get; } = new(
        "CAL4025",
        DiagnosticSeverity.Error,
        "A shell or notebook ended with an error",
        "{0} ended with exit code {1}.",
        "A shell ends with the exit code of its last command, or with the one given to `exit`. 125, 126 and 127 can also be Docker's own: the container could not be started, and its words stand above.",
        "Leave the shell with `exit 0` if the build is to succeed, or use `dotnet run -p:CalibanCommand=shell`, which passes the exit code on.");

    public static DiagnosticDescriptor CloudKeyMissing { get; } = new(
        "CAL4026",
        DiagnosticSeverity.Error,
        "The service-account key does not exist",
        "CalibanCloudKey names '{0}', which does not exist. Correct the path, which is relative to the project folder, or remove the property.",
        "`CalibanCloudKey` names a file that is not there.",
        "Correct the path, or remove the property to use `GOOGLE_APPLICATION_CREDENTIALS` or the application default credentials.");

    public static DiagnosticDescriptor CredentialsMissing { get; } = new(
        "CAL4027",
        DiagnosticSeverity.Warning,
        "The variable for credentials names a missing file",
        "{0} names '{1}', which does not exist, so the program runs without Google credentials. Correct the variable, unset it, or set CalibanMountCredentials=false.",
        "`GOOGLE_APPLICATION_CREDENTIALS` is set to a file that is not there.",
        "Correct or unset the variable, or set `CalibanMountCredentials` to `false`.");

    public static DiagnosticDescriptor ImageNotFound { get; } = new(
        "CAL4028",
        DiagnosticSeverity.Error,
        "An image cannot be had",
        "The image '{0}' is not in the engine and cannot be pulled. The engine says: {1}. Correct {2}, or build or load the image first.",
        "`CalibanImageTag` or `CalibanEnvironmentImage` names an image that the engine does not have and that no registry gives it.",
        "Correct the name; `docker image ls` shows what the engine has.");

    public static DiagnosticDescriptor JupyterEnded { get; } = new(
        "CAL4029",
        DiagnosticSeverity.Error,
        "Jupyter ended before it answered",
        "Jupyter ended with exit code {0} before it answered; its own words stand above. An image of your own (CalibanImageTag) needs Jupyter inside; otherwise check CalibanJupyterVersion and the packages of the project.",
        "Jupyter is installed on top of the environment of the project, except in an image that `CalibanImageTag` names. It could not start.",
        "Read what it printed. `dotnet run -p:CalibanCommand=shell` looks around in the same environment.");
}
