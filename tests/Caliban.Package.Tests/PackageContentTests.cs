using System.IO.Compression;
using System.Xml.Linq;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class PackageContentTests
{
    [Fact]
    public async Task The_package_holds_the_SDK_the_tasks_the_runner_and_nothing_else()
    {
        using var package = await OpenAsync();
        string[] sdk = [.. Directory.EnumerateFiles(Repository.Sdk).Select(file => $"Sdk/{Path.GetFileName(file)}")];
        string[] libraries =
        [
            "ICSharpCode.SharpZipLib.dll", "Google.Apis.Auth.dll", "Google.Apis.Core.dll", "Google.Apis.dll", "Newtonsoft.Json.dll", "System.CodeDom.dll", "System.Management.dll",
            "runtimes/win/lib/net7.0/System.Management.dll",
            "Microsoft.Data.Sqlite.dll", "SQLitePCLRaw.core.dll", "SQLitePCLRaw.provider.dynamic_cdecl.dll",
            "YamlDotNet.dll",
            "Npgsql.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll", "Microsoft.Extensions.Logging.Abstractions.dll",
        ];
        string[] sqlite =
        [
            .. ((string[])["linux-arm64", "linux-musl-arm64", "linux-musl-x64", "linux-x64"]).Select(system => $"{system}/libe_sqlite3.so"),
            "osx-arm64/libe_sqlite3.dylib", "osx-x64/libe_sqlite3.dylib", "win-arm64/e_sqlite3.dll", "win-x64/e_sqlite3.dll",
        ];
        string[] expected =
        [
            .. sdk,
            .. libraries.Select(file => $"runner/net10.0/{file}"),
            .. libraries.Select(file => $"tasks/net10.0/{file}"),
            .. sqlite.Select(file => $"native/{file}"),
            "Caliban.Sdk.nuspec", "LICENSE", "README.md", "[Content_Types].xml", "_rels/.rels",
            "runner/net10.0/Caliban.Core.dll",
            "runner/net10.0/Caliban.Runner.deps.json",
            "runner/net10.0/Caliban.Runner.dll",
            "runner/net10.0/Caliban.Runner.runtimeconfig.json",
            "runner/net10.0/Spectre.Console.dll",
            "tasks/net10.0/Caliban.Core.dll",
            "tasks/net10.0/Caliban.Tasks.deps.json",
            "tasks/net10.0/Caliban.Tasks.dll",
        ];

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("package/services/metadata/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_package_is_an_MSBuild_SDK_without_dependencies()
    {
        using var package = await OpenAsync();
        await using var nuspec = await package.GetEntry("Caliban.Sdk.nuspec")!.OpenAsync();
        var metadata = (await XDocument.LoadAsync(nuspec, LoadOptions.None, CancellationToken.None)).Root!.Elements().Single();
        var names = metadata.Elements().Select(element => element.Name.LocalName).ToList();

        Assert.DoesNotContain("dependencies", names);
        Assert.DoesNotContain("frameworkReferences", names);
        Assert.Contains(metadata.Descendants(), element => element.Name.LocalName == "packageType" && (string?)element.Attribute("name") == "MSBuildSdk");
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("Apache-2.0", Value("license"));

        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    [Fact]
    public async Task README_and_LICENSE_are_those_of_the_repository()
    {
        using var package = await OpenAsync();
        foreach (var name in (string[])["README.md", "LICENSE"])
        {
            using var reader = new StreamReader(await package.GetEntry(name)!.OpenAsync());
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, name)), await reader.ReadToEndAsync());
        }
    }

    private static async Task<ZipArchive> OpenAsync() => await ZipFile.OpenReadAsync((await PackageFeed.GetAsync()).PackageFile);
}
