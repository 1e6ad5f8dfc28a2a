using Caliban.Testing;

namespace Caliban.Core.Tests;

/// <summary>Files that hold an expected text. <c>CALIBAN_UPDATE_GENERATED=true dotnet test</c> writes them anew.</summary>
internal static class Golden
{
    /// <summary>Compares with <c>room/Golden/name</c> of this project.</summary>
    public static void Check(string room, string name, string actual) =>
        CheckFile(Path.Combine("tests", "Caliban.Core.Tests", room, "Golden", name), actual, Path.Combine(AppContext.BaseDirectory, room, "Golden", name));

    /// <summary>Compares with a page of <c>docs</c>, which is generated.</summary>
    public static void CheckPage(string name, string actual)
    {
        var path = Path.Combine("docs", name);
        CheckFile(path, actual, Path.Combine(Repository.Root, path));
    }

    private static void CheckFile(string source, string actual, string path)
    {
        if (Environment.GetEnvironmentVariable("CALIBAN_UPDATE_GENERATED") == "true")
        {
            var target = Path.Combine(Repository.Root, source);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{source} does not exist; CALIBAN_UPDATE_GENERATED=true dotnet test writes it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
