using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Environments;

/// <summary>A project folder whose environment is resolved as the build does it.</summary>
internal sealed class EnvironmentProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EnvironmentProject(params (string Path, string Text)[] files)
    {
        Write("train.py", "");
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
    }

    public string Folder => _folder.Path;

    public DeclaredImage Declared => new()
    {
        ProjectFile = Path.Combine(Folder, "train.csproj"),
        ProjectFolder = Folder,
        Module = "train.py",
        Variable = _ => null,
    };

    public string Write(string path, string text) => _folder.Write(path, text);

    public static DeclaredItem Item(string type, string name, string mode = "", params (string Name, string Value)[] metadata) =>
        new(type, name, "train.csproj", mode) { Metadata = metadata.ToDictionary(one => one.Name, one => one.Value) };

    public EnvironmentDeclaration Resolve(Func<DeclaredImage, DeclaredImage>? change = null) => ResolveImage(change).Environment;

    public ImageDeclaration ResolveImage(Func<DeclaredImage, DeclaredImage>? change = null)
    {
        var declared = (change ?? (image => image))(Declared);
        var properties = new ProjectProperties(declared.ProjectFile);
        return declared.WithConfiguration(properties).Resolve(properties);
    }

    /// <summary>The mistakes, each as <c>file(line,column): CODE message</c> with paths relative to the project folder.</summary>
    public IReadOnlyList<string> Mistakes(Func<DeclaredImage, DeclaredImage>? change = null) =>
    [
        .. Assert.Throws<DiagnosticException>(() => Resolve(change)).Diagnostics
            .Select(mistake => mistake.ToString().Replace($"{Folder}/", "", StringComparison.Ordinal).Replace("error ", "", StringComparison.Ordinal)),
    ];

    public void Dispose() => _folder.Dispose();
}
