using Caliban.Core.Local;

namespace Caliban.Core.Tests.Local;

public sealed class BindMountTests
{
    [Theory]
    [InlineData("/home/ada/mnist", "type=bind,src=/home/ada/mnist,dst=/usr/app")]
    [InlineData("/a b/it's: 100%", "type=bind,src=/a b/it's: 100%,dst=/usr/app")]
    [InlineData("/one, two", "type=bind,\"src=/one, two\",dst=/usr/app")]
    [InlineData("/a \"b\"", "type=bind,\"src=/a \"\"b\"\"\",dst=/usr/app")]
    [InlineData("/two\nlines", "type=bind,\"src=/two\nlines\",dst=/usr/app")]
    [InlineData(@"C:\Users\Ada Lovelace\mnist", @"type=bind,src=C:\Users\Ada Lovelace\mnist,dst=/usr/app")]
    public void A_path_is_a_field_of_CSV(string source, string expected)
    {
        Assert.Equal(expected, BindMount.ReadWrite(source, "/usr/app"));
        Assert.Equal($"{expected},readonly", BindMount.ReadOnly(source, "/usr/app"));
    }
}
