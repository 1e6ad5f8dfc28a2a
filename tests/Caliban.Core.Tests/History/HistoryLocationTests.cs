using Caliban.Core.Diagnostics;
using Caliban.Core.History.Locations;

namespace Caliban.Core.Tests.History;

public sealed class HistoryLocationTests
{
    private static readonly string Root = OperatingSystem.IsWindows() ? @"C:\" : "/";
    private static readonly string Home = Path.Combine(Root, "home", "ann");
    private static readonly string Project = Path.Combine(Root, "work", "quickstart");
    private static readonly SourceLocation Declared = new(Path.Combine(Project, "quickstart.calibanproj"), 3, 5);

    [Fact]
    public void Without_a_word_it_is_a_file_in_the_home_folder() =>
        Assert.Equal(Path.Combine(Home, ".caliban", "caliban.db"), FileOf(""));

    [Fact]
    public void The_property_wins_over_the_variable()
    {
        Assert.Equal(Path.Combine(Project, "a.db"), FileOf("a.db", "b.db"));
        Assert.Equal(Path.Combine(Project, "b.db"), FileOf(" ", "b.db"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("sqlite://")]
    [InlineData("sqlite:///")]
    [InlineData("sqlite:///:memory:")]
    public void Nothing_is_kept(string address) => Assert.IsType<HistoryLocation.Memory>(Find(address));

    [Theory]
    [InlineData("store/caliban.db", "work/quickstart/store/caliban.db")]
    [InlineData("../x.db", "work/x.db")]
    [InlineData("sqlite:///x.db", "work/quickstart/x.db")]
    [InlineData("~/x.db", "home/ann/x.db")]
    [InlineData("sqlite:///~/.caliban/caliban.db", "home/ann/.caliban/caliban.db")]
    [InlineData("100%25 mine.db", "work/quickstart/100%25 mine.db")]
    public void Relative_files_begin_at_the_project_and_the_tilde_at_home(string address, string expected) =>
        Assert.Equal(Path.Combine(Root, Path.Combine(expected.Split('/'))), FileOf(address));

    [Fact]
    public void Four_slashes_begin_an_absolute_path()
    {
        var file = Path.Combine(Root, "data", "x.db");

        Assert.Equal(file, FileOf(file));
        Assert.Equal(file, FileOf($"sqlite:///{file}"));
    }

    [Theory]
    [InlineData("postgresql://ann@db.example.com/team", "postgresql://ann@db.example.com/team")]
    [InlineData("postgres://db.example.com:6543/team?sslmode=verify-full", "postgresql://db.example.com:6543/team?sslmode=verify-full")]
    [InlineData("postgresql+pg8000://ann@db/team", "postgresql://ann@db/team")]
    [InlineData("postgresql+psycopg2://[::1]:5432/team", "postgresql://[::1]:5432/team")]
    [InlineData("postgresql:///team?host=/run/postgresql", "postgresql:///run/postgresql/team")]
    [InlineData("postgresql://a%40b@db/t%20m", "postgresql://a%40b@db/t%20m")]
    public void Servers_are_named_as_elsewhere(string address, string display) =>
        Assert.Equal(display, Assert.IsType<HistoryLocation.Server>(Find(address)).Display);

    [Fact]
    public void A_password_is_decoded_and_never_shown()
    {
        var server = Assert.IsType<HistoryLocation.Server>(Find("", "postgresql://ann:s%40c%2Fr+%25t@db/team?sslpassword=hidden&passfile=/p&access_token=hidden"));

        Assert.Equal("s@c/r+%t", server.Url.Parameters["password"]);
        Assert.Equal("postgresql://ann@db/team?passfile=%2Fp", server.Display);
    }

    [Theory]
    [InlineData("postgresql://ann:s3cret@db/team")]
    [InlineData("postgresql://ann@db/team?password=s3cret")]
    [InlineData("postgresql://ann@db/team?SSLPassword=s3cret")]
    public void A_password_in_the_property_is_refused(string address) => Refused("CAL7012", address, "");

    [Theory]
    [InlineData("mysql://ann:s3cret@db/team", "'mysql://'")]
    [InlineData("postgresql://ann:s3cret/@db/team", "%2F")]
    [InlineData("postgresql://ann:s3cret@x@db/team", "%40")]
    [InlineData("postgresql://ann:s3cret?x=1@db/team", "%3F")]
    [InlineData("postgresql://ann:s3cret", "port")]
    [InlineData("postgresql://db:99999/team", "port")]
    [InlineData("postgresql://db/team?sslmode", "'?'")]
    [InlineData("postgresql://db/team#s3cret", "'#'")]
    [InlineData("sqlite://x.db", "three slashes")]
    [InlineData("sqlite:///x.db?timeout=1", "'?'")]
    [InlineData("s3 cret://x", "no known name")]
    public void What_names_no_history_is_refused_without_being_shown(string address, string reason)
    {
        Assert.Contains(reason, Refused("CAL7011", address, ""));
        Assert.Contains(reason, Refused("CAL7011", "", address));
    }

    private static string Refused(string code, string property, string variable)
    {
        var diagnostic = Assert.Single(Assert.Throws<DiagnosticException>(() => Find(property, variable)).Diagnostics);
        Assert.Equal((code, Declared), (diagnostic.Descriptor.Code, diagnostic.Location));
        Assert.DoesNotContain("s3", diagnostic.Message);
        return diagnostic.Message;
    }

    private static string FileOf(string property, string variable = "") => Assert.IsType<HistoryLocation.File>(Find(property, variable)).Path;

    private static HistoryLocation Find(string property, string variable = "") => HistoryLocation.Find(
        property,
        name => name switch { "CALIBAN_DB_URL" => variable, "HOME" or "USERPROFILE" => Home, _ => null },
        Declared);
}
