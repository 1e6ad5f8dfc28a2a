using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images;

public sealed class DeclaredImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DeclaredImageTests()
    {
        _folder.Write("trainer/train.py", "");
        _folder.Write("data/a.csv", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_module_alone_gets_the_defaults()
    {
        var image = Resolve(Declared);

        Assert.Equal((EnvironmentDeclaration.DefaultBaseImage, "python"), (image.Environment.BaseImage, image.Environment.Python));
        Assert.Empty(image.Environment.AptPackages.Concat(image.Environment.PythonPackages).Concat(image.Environment.RequirementFiles).Concat(image.ExtraDirectories));
        Assert.Equal(["python", "-m", "trainer.train"], image.EntryPoint);
    }

    [Fact]
    public void Requirements_are_taken_from_the_project_folder()
    {
        _folder.Write("requirements.txt", "");

        Assert.Equal(["requirements.txt"], Resolve(Declared).Environment.RequirementFiles);
    }

    [Fact]
    public void Items_count_for_their_mode_only()
    {
        var declared = Declared with
        {
            AptPackages = [Item("git"), Item("nvtop", "gpu"), Item("htop", "CPU")],
            PythonPackages = [Item("numpy"), Item("torch", "GPU"), Item("torch-cpu", "cpu")],
        };

        var cpu = Resolve(declared);
        var gpu = Resolve(declared with { UseGpu = "true" });

        Assert.Equal("git,htop numpy,torch-cpu", Packages(cpu));
        Assert.Equal("git,nvtop numpy,torch", Packages(gpu));

        static string Packages(ImageDeclaration image) =>
            $"{string.Join(',', image.Environment.AptPackages)} {string.Join(',', image.Environment.PythonPackages)}";
    }

    [Theory]
    [InlineData(false, "b")]
    [InlineData(true, "a-gpu")]
    public void The_last_base_image_wins_and_one_for_the_mode_over_one_for_both(bool useGpu, string image) => Assert.Equal(
        image,
        Resolve(Declared with { BaseImages = [Item("a-gpu", "gpu"), Item("a"), Item("b")], UseGpu = useGpu ? "true" : "false" }).Environment.BaseImage);

    [Fact]
    public void All_mistakes_are_reported_together()
    {
        var exception = Assert.Throws<DiagnosticException>(() => Resolve(Declared with
        {
            Module = "missing",
            Python = "python -u",
            BaseImages = [Item("a b")],
            AptPackages = [Item("-y"), Item("git")],
            PythonPackages = [Item("-r x")],
            ExtraDirectories = [Item("nowhere"), Item("/abs")],
        }));

        Assert.Equal(
            ["CAL1005", "CAL1009", "CAL1009", "CAL1009", "CAL1007", "CAL1008", "CAL1002"],
            exception.Diagnostics.Select(mistake => mistake.Descriptor.Code));
    }

    [Fact]
    public void Mistakes_of_the_other_mode_do_not_matter() =>
        Assert.Empty(Resolve(Declared with { AptPackages = [Item("-y", "gpu")] }).Environment.AptPackages);

    private DeclaredImage Declared => new()
    {
        ProjectFile = Path.Combine(_folder.Path, "train.csproj"),
        ProjectFolder = _folder.Path,
        Module = "trainer.train",
    };

    private static DeclaredItem Item(string name, string mode = "") => new("Item", name, "train.csproj", mode);

    private static ImageDeclaration Resolve(DeclaredImage image) => image.Resolve(new ProjectProperties(image.ProjectFile));
}
