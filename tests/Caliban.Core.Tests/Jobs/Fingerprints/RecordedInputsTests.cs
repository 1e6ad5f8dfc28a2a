using Caliban.Core.History;
using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs.Fingerprints;

public sealed class RecordedInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SweepPlan _plan;

    public RecordedInputsTests()
    {
        _folder.Write("trainer/train.py", "print(1)");
        _folder.Write("requirements.txt", "numpy\n");
        var plan = Plans.Create(1, _folder.Path);
        _plan = plan with { Image = plan.Image with { Environment = plan.Image.Environment with { RequirementFiles = ["requirements.txt"], AptPackages = ["git"] } } };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Processes_are_made_from_code_and_packages_and_nothing_else()
    {
        var image = OfProcesses(_plan);

        Assert.StartsWith("process-", image.Identity);
        Assert.Equal(["CalibanModule", "environment: requirements.txt", "trainer/train.py"], image.Inputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(image.Identity, OfProcesses(WithAptPackages(_plan, "git", "curl")).Identity);
        Assert.Equal((image.Reference, image.Digest), ("", ""));
    }

    [Fact]
    public void A_changed_file_is_the_input_that_differs()
    {
        var before = OfProcesses(_plan);
        _folder.Write("trainer/train.py", "print(22)");
        var after = OfProcesses(_plan);

        Assert.NotEqual(before.Identity, after.Identity);
        Assert.Equal(["trainer/train.py"], after.Inputs.Except(before.Inputs).Select(input => input.Key));
    }

    [Fact]
    public void An_image_is_known_by_its_code_stage_and_tells_both_stages()
    {
        var specification = ImageSpecification.Read(_plan.Image, _plan.Project, _plan.ProjectFolder, _plan.OutputFolder, CancellationToken.None);

        var image = RecordedInputs.OfImage(specification);

        Assert.Equal((specification.Inputs.Code.Hash, specification.Reference, ""), (image.Identity, image.Reference, image.Digest));
        Assert.Contains("trainer/train.py", image.Inputs);
        Assert.Contains("environment: AptPackage git", image.Inputs);
        Assert.Contains("environment: requirements.txt", image.Inputs);
        Assert.DoesNotContain("environment", image.Inputs);
    }

    [Fact]
    public void Instructions_with_the_same_first_line_are_told_apart()
    {
        var plan = _plan with { Image = _plan.Image with { Lines = ["RUN a \\\n b", "RUN a \\\n c"] } };
        var image = RecordedInputs.OfImage(ImageSpecification.Read(plan.Image, plan.Project, plan.ProjectFolder, plan.OutputFolder, CancellationToken.None));

        Assert.Equal(2, image.Inputs.Keys.Count(name => name.StartsWith("DockerfileLine RUN a", StringComparison.Ordinal)));
    }

    private static SweepPlan WithAptPackages(SweepPlan plan, params string[] packages) =>
        plan with { Image = plan.Image with { Environment = plan.Image.Environment with { AptPackages = packages } } };

    private static RecordedImage OfProcesses(SweepPlan plan) => RecordedInputs.OfProcesses(plan, CancellationToken.None);
}
