using System.Net;
using System.Net.Sockets;
using Caliban.Core.Diagnostics;
using Caliban.Core.Local.Sessions;

namespace Caliban.Core.Tests.Local.Sessions;

public sealed class NotebookAddressTests
{
    private static readonly SessionPlan Plan = SessionPlans.Create(SessionKind.Notebook);

    [Fact]
    public void The_first_free_port_from_8888_is_taken()
    {
        var before = NotebookAddress.Find(Plan);
        using var listener = new TcpListener(before.Host, before.Port);
        listener.Start();

        Assert.InRange(before.Port, 8888, 65535);
        Assert.InRange(NotebookAddress.Find(Plan).Port, before.Port + 1, 65535);
    }

    [Fact]
    public void A_port_that_is_asked_for_and_taken_is_an_error_with_the_words_of_the_system()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var mistake = Mistake(Plan with { NotebookPort = port });

        Assert.Same(SessionDiagnostics.PortTaken, mistake.Descriptor);
        Assert.Contains($"CalibanNotebookPort is {port}, and that port of 127.0.0.1 cannot be used: ", mistake.Message);
    }

    [Fact]
    public void An_address_of_another_machine_is_an_error()
    {
        // Reserved for documentation, RFC 5737
        var mistake = Mistake(Plan with { NotebookHost = "192.0.2.1" });

        Assert.Same(SessionDiagnostics.HostNotUsable, mistake.Descriptor);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:8888:8888", "http://127.0.0.1:8888/")]
    [InlineData("0.0.0.0", "0.0.0.0:8888:8888", "http://127.0.0.1:8888/")]
    [InlineData("::1", "[::1]:8888:8888", "http://[::1]:8888/")]
    [InlineData("::", "[::]:8888:8888", "http://[::1]:8888/")]
    [InlineData("192.168.1.2", "192.168.1.2:8888:8888", "http://192.168.1.2:8888/")]
    public void It_is_published_there_and_reached_from_this_machine(string host, string publication, string shown)
    {
        var address = NotebookAddress.Preview(Plan with { NotebookHost = host });

        Assert.Equal(publication, address.Publication);
        Assert.Equal(shown, address.Url.ToString());
    }

    private static Diagnostic Mistake(SessionPlan plan) =>
        Assert.Single(Assert.Throws<DiagnosticException>(() => NotebookAddress.Find(plan)).Diagnostics);
}
