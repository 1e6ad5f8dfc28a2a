using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Local.Sessions;

/// <summary>Where the notebook is published on this machine.</summary>
internal sealed record NotebookAddress(IPAddress Host, int Port)
{
    public const string DefaultHost = "127.0.0.1";

    /// <summary>The port Jupyter takes by itself, and the first that is tried.</summary>
    private const int FirstPort = 8888;

    /// <summary>The value of <c>docker run --publish</c>; inside, Jupyter listens on the same port.</summary>
    public string Publication => string.Create(CultureInfo.InvariantCulture, $"{Bracketed(Host)}:{Port}:{Port}");

    /// <summary>What a browser of this machine is given; ends with a slash.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://{Bracketed(Reachable)}:{Port}/"));

    /// <summary>The address the project asks for, tested by listening there: with its port, or the first free one.</summary>
    /// <exception cref="DiagnosticException">The port is taken (CAL4022), or none can be had there (CAL4023).</exception>
    public static NotebookAddress Find(SessionPlan plan)
    {
        var (host, location) = (IPAddress.Parse(plan.NotebookHost), new SourceLocation(plan.ProjectFile));
        if (plan.NotebookPort > 0)
        {
            return Test(host, plan.NotebookPort) is { } refusal
                ? throw DiagnosticException.Create(SessionDiagnostics.PortTaken, location, plan.NotebookPort, host, refusal.Message)
                : new NotebookAddress(host, plan.NotebookPort);
        }

        for (var port = FirstPort; ; port++)
        {
            var refusal = Test(host, port);
            if (refusal is null)
            {
                return new NotebookAddress(host, port);
            }

            if (refusal.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied) || port == IPEndPoint.MaxPort)
            {
                throw DiagnosticException.Create(SessionDiagnostics.HostNotUsable, location, host, FirstPort, refusal.Message);
            }
        }
    }

    /// <summary>Without asking this machine: what a dry run shows.</summary>
    public static NotebookAddress Preview(SessionPlan plan) =>
        new(IPAddress.Parse(plan.NotebookHost), plan.NotebookPort > 0 ? plan.NotebookPort : FirstPort);

    private IPAddress Reachable =>
        Host.Equals(IPAddress.Any) ? IPAddress.Loopback : Host.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : Host;

    private static SocketException? Test(IPAddress host, int port)
    {
        using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(host, port));
            socket.Listen();
            return null;
        }
        catch (SocketException exception)
        {
            return exception;
        }
    }

    private static string Bracketed(IPAddress host) => host.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host.ToString();
}
