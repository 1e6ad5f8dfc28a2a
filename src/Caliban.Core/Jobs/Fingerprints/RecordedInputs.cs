using Caliban.Core.History;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>What jobs run in, for the history: the inputs of images by names that say what changed.</summary>
internal static class RecordedInputs
{
    /// <summary>The image of a project. What its environment is made from is told apart by the words in front of it.</summary>
    public static RecordedImage OfImage(ImageSpecification image) => new(
        image.Inputs.Code.Hash,
        image.Reference,
        "",
        Names([
            .. image.Inputs.Environment.Inputs.Select(input => input with { Name = $"environment: {input.Name}" }),
            .. image.Inputs.Code.Inputs.Where(input => input.Name != "environment"),
        ]));

    /// <summary>What processes of this machine use of a project: its code and its Python packages.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read: CAL3004.</exception>
    public static RecordedImage OfProcesses(SweepPlan plan, CancellationToken cancellationToken)
    {
        var image = plan.Image;
        var environment = image.Environment;
        var hashes = new ContentHashes(Path.Combine(plan.OutputFolder, "process-hashes"));
        var packaging = hashes.Read(
            BuildContext.Enumerate(plan.ProjectFolder, environment.RequirementFiles.Concat(environment.PythonProject?.Files ?? [])), cancellationToken);
        var code = hashes.Read(BuildContext.Enumerate(plan.ProjectFolder, image.CodeSources, leftOut: image.LeftOut), cancellationToken);
        hashes.Save();
        var inputs = new StageInputs(
            [
                new ImageInput("CalibanModule", $"{image.Program.Kind} {image.Program.Target}"),
                .. Named("extra", environment.PythonProject?.Extras ?? []),
                .. Named("package folder", environment.PythonProject?.Folders ?? []),
                .. Named("PythonPackage", environment.PythonPackages),
                .. Files(packaging).Select(input => input with { Name = $"environment: {input.Name}" }),
            ],
            "",
            Files(code));
        return new RecordedImage(
            $"process-{inputs.Hash}", "", "", Names([.. inputs.Inputs.Where(input => input.Name != StageInputs.DockerfileInput)]));
    }

    private static IEnumerable<ImageInput> Named(string type, IReadOnlyList<string> names) =>
        names.Select(name => new ImageInput($"environment: {type} {name}"));

    private static IEnumerable<ImageInput> Files(IReadOnlyList<ContextFile> files) =>
        files.Select(file => new ImageInput(file.Entry.Path, file.Fingerprint));

    // Two of the same name, such as instructions with the same first line, are told apart by their number.
    private static Dictionary<string, string> Names(IReadOnlyList<ImageInput> inputs)
    {
        var names = new Dictionary<string, string>(inputs.Count, StringComparer.Ordinal);
        foreach (var (name, fingerprint) in inputs)
        {
            for (var number = 1; !names.TryAdd(number == 1 ? name : $"{name} ({number})", fingerprint); number++)
            {
            }
        }

        return names;
    }
}
