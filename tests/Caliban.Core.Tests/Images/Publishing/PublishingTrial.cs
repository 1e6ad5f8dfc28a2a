using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>A project, an engine and registries, none of which is outside this process.</summary>
internal sealed class PublishingTrial : IDisposable
{
    public const string Target = "registry.example.com/team/mnist";

    private readonly TemporaryFolder _folder = new();

    public PublishingTrial()
    {
        Write("trainer/train.py", "print(1)");
        Engine = new MemoryEngine(Path.Combine(_folder.Path, "cache", "caliban"));
    }

    public MemoryRegistry Registries { get; } = new();

    public MemoryRepository Repository => Registries[Target];

    public MemoryEngine Engine { get; }

    public List<string> Lines { get; } = [];

    public string OutputFolder => Path.Combine(_folder.Path, "obj");

    public ImageDeclaration Declaration { get; set; } = new(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer"));

    public ImageSpecification Image => ImageSpecification.Read(Declaration, "mnist", _folder.Path, OutputFolder, CancellationToken.None);

    public string Tag => ImageIdentity.Tag(Image.Inputs.Code);

    public string EnvironmentTag => EnvironmentFinder.Tag(Image);

    public BuildSettings Settings(bool noCache = false) => new()
    {
        ProjectFile = Path.Combine(_folder.Path, "mnist.csproj"),
        NoCache = noCache,
        Variable = name => name == "XDG_CACHE_HOME" ? Path.Combine(_folder.Path, "cache") : null,
        OnLine = Lines.Add,
    };

    public Task<PublishedImage> PublishAsync(ImageBuilderChoice builder = ImageBuilderChoice.Auto, bool noCache = false, params string[] tags) =>
        new ImagePublisher(
            Repository,
            Registries.Open,
            Engine,
            new PublishSettings { Builder = builder, Tags = tags, Build = Settings(noCache) }).PublishAsync(Image, CancellationToken.None);

    public void UseFinishedEnvironment(string name) =>
        Declaration = Declaration with { Environment = Declaration.Environment with { Image = name } };

    public void Write(string path, string content) => _folder.Write(path, content);

    public void Dispose() => _folder.Dispose();
}
