using Caliban.Core.Http;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Tests.Registries;

/// <summary>Which hosts are trusted with what.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("registry.example.com", "https://registry.example.com/")]
    [InlineData("registry.example.com:5000", "https://registry.example.com:5000/")]
    [InlineData("docker.io", "https://registry-1.docker.io/")]
    [InlineData("10.0.0.5:5000", "https://10.0.0.5:5000/")]
    [InlineData("localhost:5000", "http://localhost:5000/")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000/")]
    [InlineData("127.8.9.1", "http://127.8.9.1/")]
    [InlineData("[::1]:5000", "http://[::1]:5000/")]
    [InlineData("localhost.example.com", "https://localhost.example.com/")]
    [InlineData("insecure.x:80", "http://insecure.x/")]
    [InlineData("insecure.x:81", "https://insecure.x:81/")]
    public void Plain_HTTP_is_for_this_machine_and_what_the_user_lists(string registry, string address) =>
        Assert.Equal(address, RegistryEndpoint.Of(registry, ["Insecure.x:80"]).Address.ToString());

    [Theory]
    [InlineData("https://127.0.0.1/", true)]
    [InlineData("https://10.1.2.3/", true)]
    [InlineData("https://172.16.0.1/", true)]
    [InlineData("https://172.32.0.1/", false)]
    [InlineData("https://192.168.1.1/", true)]
    [InlineData("https://169.254.169.254/", true)]
    [InlineData("https://100.64.0.1/", true)]
    [InlineData("https://0.0.0.0/", true)]
    [InlineData("https://[::1]/", true)]
    [InlineData("https://[::]/", true)]
    [InlineData("https://[fd00::1]/", true)]
    [InlineData("https://[fe80::1]/", true)]
    [InlineData("https://[::ffff:10.0.0.1]/", true)]
    [InlineData("https://0x7f.1/", true)]
    [InlineData("https://2130706433/", true)]
    [InlineData("https://localhost/", true)]
    [InlineData("https://a.localhost./", true)]
    [InlineData("https://8.8.8.8/", false)]
    [InlineData("https://[2001:db8::1]/", false)]
    [InlineData("https://auth.example.com/", false)]
    public void Addresses_inside_are_told_from_those_outside(string address, bool isInternal) =>
        Assert.Equal(isInternal, NetworkHosts.IsInternal(new Uri(address)));
}
