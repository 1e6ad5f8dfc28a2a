using System.Globalization;
using System.Security.Cryptography;

namespace Caliban.Core.Local.Sessions;

/// <summary>A Jupyter server inside the environment.</summary>
/// <seealso href="https://jupyter-server.readthedocs.io/en/latest/operators/security.html"/>
internal static class NotebookSession
{
    /// <summary>
    /// Jupyter takes its token from this variable. Only the name stands on the command line, where every user of the machine
    /// could read the value.
    /// </summary>
    public const string TokenVariable = "JUPYTER_TOKEN";

    private const int TokenDigits = 48;

    /// <summary>A new token, as long as those Jupyter makes itself.</summary>
    public static string CreateToken() => RandomNumberGenerator.GetHexString(TokenDigits, lowercase: true);

    /// <summary>The pip requirement that brings the server.</summary>
    public static string Requirement(SessionPlan plan) =>
        $"{(plan.JupyterLab ? "jupyterlab" : "notebook")}{(plan.JupyterVersion.Length > 0 ? $"=={plan.JupyterVersion}" : "")}";

    /// <summary>The arguments after <c>docker</c>.</summary>
    /// <param name="arguments">Passed on to Jupyter.</param>
    public static IReadOnlyList<string> Arguments(SessionContainer container, NotebookAddress address, IReadOnlyList<string> arguments) =>
        container.Arguments(
            [
                "--publish", address.Publication,
                "--env", TokenVariable,
                // Holds the token, and is named by the process, which has the same number in every container.
                "--env", "JUPYTER_RUNTIME_DIR=/tmp/jupyter",
            ],
            container.Plan.Environment.Python,
            [
                "-m", "jupyter", container.Plan.JupyterLab ? "lab" : "notebook",
                // All addresses of the container; which of the machine's lead there is said by what is published.
                "--ip=0.0.0.0", string.Create(CultureInfo.InvariantCulture, $"--port={address.Port}"), "--no-browser",
                .. container.User.UserId is null or 0 ? ["--allow-root"] : Array.Empty<string>(),
                .. arguments,
            ]);
}
