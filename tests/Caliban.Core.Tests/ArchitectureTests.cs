using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Caliban.Testing;

namespace Caliban.Core.Tests;

/// <summary>Which part of the code may know which other.</summary>
public sealed class ArchitectureTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    private static readonly string[] Google = ["Google.Apis", "Google.Apis.Auth", "Google.Apis.Core"];

    private static readonly string[] Databases = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.core", "SQLitePCLRaw.provider.dynamic_cdecl", "Npgsql"];

    /// <summary>The rooms of Caliban.Core, each with the rooms it may use.</summary>
    public static TheoryData<string, string[]> Rooms => new()
    {
        { "Diagnostics", [] },
        { "Processes", ["Diagnostics"] },
        { "Projects", ["Diagnostics", "Processes"] },
        { "Experiments", ["Diagnostics"] },
        { "Hardware", ["Diagnostics", "Projects"] },
        { "Http", ["Diagnostics", "Processes"] },
        { "GoogleCloud", ["Diagnostics", "Processes", "Projects", "Hardware", "Http"] },
        { "Registries", ["Diagnostics", "Processes", "Http", "GoogleCloud"] },
        { "Docker", ["Diagnostics", "Processes"] },
        { "Images", ["Diagnostics", "Processes", "Projects", "GoogleCloud", "Registries", "Docker"] },
        { "History", ["Diagnostics", "Processes"] },
        { "Jobs", ["Diagnostics", "Processes", "Projects", "Experiments", "Docker", "Images", "History"] },
        { "Reports", ["Diagnostics", "Processes", "Experiments", "History", "Jobs"] },
        { "Local", ["Diagnostics", "Processes", "Projects", "Experiments", "Docker", "Images", "History", "Jobs", "Reports"] },
        { "Cloud", ["Diagnostics", "Processes", "Projects", "Hardware", "GoogleCloud", "Images", "History", "Jobs", "Reports"] },
        { "Tracking", ["Diagnostics", "Processes", "Projects", "GoogleCloud", "History", "Jobs", "Local", "Cloud"] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_below_it(string room, string[] allowed)
    {
        var known = Rooms.Select(row => (string)row[0]).ToHashSet();
        var uses = Files(Path.Combine("Caliban.Core", room))
            .SelectMany(file => UsedRooms(File.ReadAllText(file), known).Select(used => (File: Path.GetFileName(file), Room: used)))
            .Where(use => use.Room != room && !allowed.Contains(use.Room));

        Assert.Empty(uses);
    }

    [Fact]
    public void Every_room_is_known_here_and_its_namespace_is_its_folder()
    {
        var rooms = Directory.GetDirectories(Path.Combine(Source, "Caliban.Core"))
            .Select(folder => Path.GetFileName(folder)!)
            .Except(["bin", "obj"])
            .ToList();

        Assert.Equal(Rooms.Select(row => (string)row[0]).Order(), rooms.Order());
        foreach (var room in rooms)
        {
            Assert.All(
                Files(Path.Combine("Caliban.Core", room)),
                file => Assert.Contains($"\nnamespace Caliban.Core.{Namespace(file)};", $"\n{File.ReadAllText(file)}"));
        }
    }

    [Theory]
    [InlineData("using Caliban.Core.Jobs;", "Jobs")]
    [InlineData("using static Caliban.Core.Jobs.SweepTable;", "Jobs")]
    [InlineData("var x = Caliban.Core.Local.LocalSweep.Preview();", "Local")]
    [InlineData("namespace Caliban.Core.Projects;\nvar x = Processes.CommandLine.Format();", "Processes,Projects")]
    [InlineData("/// <exception cref=\"Diagnostics.DiagnosticException\">x</exception>", "Diagnostics")]
    [InlineData("// Local.X in a comment\nvar x = plan.Jobs.Count + exception.Diagnostics[0];", "")]
    public void Uses_are_found_in_every_spelling(string text, string rooms) => Assert.Equal(
        rooms, string.Join(',', UsedRooms(text, Rooms.Select(row => (string)row[0]).ToHashSet()).Order()));

    [Fact]
    public void Core_knows_neither_MSBuild_nor_a_terminal_library_nor_what_is_above_it()
    {
        var references = References("Caliban.Core.dll");

        Assert.Contains("System.Runtime", references);
        Assert.All(references.Except(["Microsoft.Win32.Primitives", .. Google, .. Databases, "ICSharpCode.SharpZipLib", "YamlDotNet"]), name => Assert.StartsWith("System", name));
    }

    /// <summary>Compression with the same bytes on every machine. One class uses it, so that it is loaded when a layer is written.</summary>
    [Fact]
    public void One_class_uses_the_library_that_compresses() => Assert.Equal(
        ["GzipMember.cs"],
        Files("").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bICSharpCode\b")).Select(Path.GetFileName));

    /// <summary>YAML as every reader takes it. One class uses it, so that it is loaded when a job is written as YAML.</summary>
    [Fact]
    public void One_class_uses_the_library_that_writes_YAML() => Assert.Equal(
        ["YamlText.cs"],
        Files("").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bYamlDotNet\b")).Select(Path.GetFileName));

    /// <summary>
    /// Google's library signs and refreshes logins, which nobody should write anew. One class uses it, with two that stand
    /// behind it, so that it is loaded when a token is needed and not before.
    /// </summary>
    [Fact]
    public void One_class_of_one_room_uses_the_library_of_Google() => Assert.Equal(
        ["ExecutableTokenSource.cs", "GoogleAccessToken.cs", "TokenClientFactory.cs"],
        Files("").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bGoogle\.Apis\b")).Select(Path.GetFileName).Order());

    /// <summary>The drivers of the databases. One room uses them, in classes that are loaded when a history is opened.</summary>
    [Fact]
    public void One_room_uses_the_drivers_of_databases() => Assert.All(
        Files("").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\b(Microsoft\.Data\.Sqlite|SQLitePCL|Npgsql)\b")),
        file => Assert.EndsWith(Path.Combine("Caliban.Core", "History", "Databases"), Path.GetDirectoryName(file)));

    [Theory]
    [InlineData("Caliban.Core", "")]
    [InlineData("Caliban.Tasks", "Caliban.Core")]
    [InlineData("Caliban.Runner", "Caliban.Core")]
    public void Projects_reference_downwards_only(string project, string referenced) => Assert.Equal(
        referenced,
        string.Join(',', Regex.Matches(File.ReadAllText(Path.Combine(Source, project, $"{project}.csproj")), "<ProjectReference Include=\"[^\"]*?([^/\"]+)\\.csproj\"")
            .Select(match => match.Groups[1].Value)));

    /// <summary>What it knows of Google Cloud it has from Google's publications, so that it finds what we misread.</summary>
    [Fact]
    public void The_emulator_of_Google_Cloud_knows_nothing_of_ours()
    {
        var references = References("Caliban.GoogleCloudEmulator.dll");

        Assert.Contains("Microsoft.AspNetCore", references);
        Assert.All(references, name => Assert.Matches(@"^(System|Microsoft)\.", name));
    }

    /// <summary>The folders of a file below Caliban.Core, with dots.</summary>
    private static string Namespace(string file) => Path
        .GetRelativePath(Path.Combine(Source, "Caliban.Core"), Path.GetDirectoryName(file)!)
        .Replace(Path.DirectorySeparatorChar, '.');

    /// <summary>Rooms named in full, and those named beside the own namespace as <c>Room.Type</c>.</summary>
    private static HashSet<string> UsedRooms(string text, HashSet<string> rooms)
    {
        var names = string.Join('|', rooms);
        var code = Regex.Replace(text, @"(?<![/:])//(?!/).*", "");
        return
        [
            .. Regex.Matches(code, $@"\bCaliban\.Core\.({names})\b|(?<![\w.])({names})\.[A-Z]")
                .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value),
        ];
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories);

    private static List<string> References(string assembly)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly));
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
