using System.Net;
using System.Net.Sockets;

namespace Caliban.Core.Http;

/// <summary>Which hosts are this machine or a private network, as far as their names tell.</summary>
internal static class NetworkHosts
{
    private static readonly IPNetwork[] Internal =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("::/127"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    public static bool IsLoopback(Uri address) =>
        IsLocalName(address.IdnHost) || (Literal(address) is { } literal && IPAddress.IsLoopback(literal));

    /// <summary>Loopback, or an address of a private or link-local range; a name other than localhost is not looked up.</summary>
    public static bool IsInternal(Uri address) =>
        IsLoopback(address) || (Literal(address) is { } literal && Array.Exists(Internal, network => network.Contains(literal)));

    private static bool IsLocalName(string host) =>
        host.TrimEnd('.') is var name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));

    private static IPAddress? Literal(Uri address) =>
        !IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) ? null
        : literal.AddressFamily == AddressFamily.InterNetworkV6 && literal.IsIPv4MappedToIPv6 ? literal.MapToIPv4()
        : literal;
}
