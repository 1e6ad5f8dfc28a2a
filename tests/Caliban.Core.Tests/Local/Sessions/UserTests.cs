using Caliban.Core.Docker;
using Caliban.Core.Local.Sessions;

namespace Caliban.Core.Tests.Local.Sessions;

/// <summary>Who a session runs as, and how programs inside learn his name.</summary>
public sealed class UserTests
{
    private const string Passwd = "root:x:0:0:root:/root:/bin/bash\nnode:x:1000:1000::/home/node:/bin/bash\n";
    private const string Group = "root:x:0:\nnode:x:1000:\nstaff:x:50:ada\n";

    [Fact]
    public void A_user_the_image_does_not_know_is_added_with_his_group()
    {
        var users = new UserDatabase(Passwd, Group).With(User(4294967294, 2000), "/bin/zsh");

        Assert.Equal($"{Passwd}ada:x:4294967294:2000::/home/ada:/bin/zsh\n", users.Passwd);
        Assert.Equal($"{Group}ada:x:2000:\n", users.Group);
        Assert.Equal("ada", users.UserName(4294967294));
    }

    [Theory]
    [InlineData(0u, 0u, "root")]
    [InlineData(1000u, 1000u, "node")]
    public void A_number_the_image_knows_is_not_added_again(uint user, uint group, string name)
    {
        var users = new UserDatabase(Passwd, Group).With(User(user, group), "/bin/bash");

        Assert.Equal(new UserDatabase(Passwd, Group), users);
        Assert.Equal(name, users.UserName(user));
    }

    [Fact]
    public void A_name_that_is_anothers_in_the_image_gets_its_number()
    {
        var users = new UserDatabase(Passwd, Group).With(User(1001, 1002) with { Name = "node" }, "/bin/bash");

        Assert.EndsWith("\nnode-1001:x:1001:1002::/home/ada:/bin/bash\n", users.Passwd);
        Assert.EndsWith("\nnode-1002:x:1002:\n", users.Group);
    }

    [Fact]
    public void Tables_without_a_last_line_end_or_without_lines_are_completed()
    {
        var users = new UserDatabase("root:x:0:0", "").With(User(1001, 1001), "/bin/sh");

        Assert.Equal("root:x:0:0\nada:x:1001:1001::/home/ada:/bin/sh\n", users.Passwd);
        Assert.Equal("ada:x:1001:\n", users.Group);
    }

    [Theory]
    [InlineData("ada", "ada")]
    [InlineData("CORP\\Ada Lovelace", "CORP-Ada-Lovelace")]
    [InlineData("ada:x", "ada-x")]
    [InlineData("1815", "user-1815")]
    [InlineData("\u00e9", "user")]
    [InlineData("", "user")]
    public void A_name_is_one_that_tables_take(string name, string expected) =>
        Assert.Equal(expected, ContainerUser.Create(new HostUser(name, 1, 1, null), DockerSecurity.Plain, null).Name);

    [Theory]
    [InlineData("/Users/ada", "/Users/ada")]
    [InlineData("/root", "/root")]
    [InlineData(null, "/home/ada")]
    [InlineData(@"C:\Users\Ada", "/home/ada")]
    [InlineData("/mnt/a:b", "/home/ada")]
    public void A_shared_home_has_one_path_inside_and_outside(string? home, string expected) =>
        Assert.Equal(expected, ContainerUser.Create(new HostUser("ada", 1000, 1000, home), DockerSecurity.Plain, home).Home);

    [Theory]
    [InlineData("[\"name=seccomp,profile=default\",\"name=rootless\"]", "--user 0:0")]
    [InlineData("[\"name=seccomp,profile=default\",\"name=userns\"]", "--user 1000:1001")]
    [InlineData("", "--user 1000:1001")]
    public void With_a_rootless_engine_the_caller_is_root_inside(string options, string expected) => Assert.Equal(
        expected,
        string.Join(' ', ContainerUser.Create(new HostUser("ada", 1000, 1001, null), DockerSecurity.Parse(options), null).DockerArguments));

    [Theory]
    [InlineData("[\"name=apparmor\",\"name=seccomp,profile=builtin\",\"name=cgroupns\"]", false, false, false)]
    [InlineData("[\"name=seccomp,profile=default\",\"name=selinux\",\"name=userns\"]", false, true, true)]
    [InlineData("[\"name=rootless\"]", true, false, false)]
    [InlineData("null", false, false, false)]
    public void What_an_engine_says_of_its_security(string options, bool rootless, bool remaps, bool selinux) =>
        Assert.Equal(new DockerSecurity(rootless, remaps, selinux), DockerSecurity.Parse(options));

    [UnixTheory]
    [InlineData("/", null)]
    [InlineData("/bin", null)]
    [InlineData("/nonexistent/home", null)]
    [InlineData("relative", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("/usr/bin/", "/usr/bin")]
    public void A_folder_of_the_system_is_nobodys_home(string? home, string? expected) =>
        Assert.Equal(expected, HostUser.Find(_ => home).Home);

    private static ContainerUser User(uint user, uint group) => new("ada", user, group, "/home/ada");
}
