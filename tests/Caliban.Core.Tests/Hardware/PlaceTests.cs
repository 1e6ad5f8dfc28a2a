using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Hardware;

/// <summary>Mistakes point at what the user wrote.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _project;

    public PlaceTests() => _project = _folder.Write("train.proj", """
        <Project Sdk="Caliban.Sdk">
          <PropertyGroup>
            <CalibanRegion>us-west3</CalibanRegion>
            <CalibanMachineType>n1-standard-96</CalibanMachineType>
            <CalibanStrategy>Flex-Start</CalibanStrategy>
            <CalibanJobTimeout>10d</CalibanJobTimeout>
          </PropertyGroup>
          <ItemGroup>
            <GpuSpec Include="1xL4" />
            <GpuSpec Include="3xV100" />
          </ItemGroup>
        </Project>
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_spec_that_is_impossible_is_pointed_at() =>
        Assert.Equal(new SourceLocation(_project, 10, 6), new HardwareTrial(Declared("3xV100"), _project).Mistake.Location);

    [Fact]
    public void So_is_one_that_is_left_out() =>
        Assert.Equal(new SourceLocation(_project, 10, 6), new HardwareTrial(Declared("1xL4", "3xV100"), _project).Warnings.Single().Location);

    [Fact]
    public void A_spec_that_does_not_fit_region_or_machine_is_pointed_at() => Assert.All(
        new HardwareTrial(Declared("1xL4") with { Region = "us-west3", MachineType = "n1-standard-96" }, _project).Mistakes,
        mistake => Assert.Equal(new SourceLocation(_project, 9, 6), mistake.Location));

    [Fact]
    public void Without_a_spec_it_is_the_property_that_does_not_fit()
    {
        var trial = new HardwareTrial(new DeclaredHardware { UseGpu = true, Region = "us-west3", MachineType = "n1-standard-96" }, _project);

        Assert.Equal(
            [("CAL5005", new SourceLocation(_project, 4, 6)), ("CAL5006", new SourceLocation(_project, 3, 6))],
            trial.Mistakes.Select(mistake => (mistake.Descriptor.Code, mistake.Location)));
    }

    [Fact]
    public void Properties_that_are_no_texts_are_found_by_what_the_project_wrote()
    {
        var declared = new DeclaredHardware
        {
            Strategy = ProvisioningStrategy.FlexStart,
            Timeout = TimeSpan.FromDays(10),
            PropertyTexts = new Dictionary<string, string> { ["CalibanStrategy"] = "Flex-Start", ["CalibanJobTimeout"] = "10d" },
        };

        Assert.Equal(
            [("CAL5014", new SourceLocation(_project, 6, 6)), ("CAL5013", new SourceLocation(_project, 5, 6))],
            new HardwareTrial(declared, _project).Mistakes.Select(mistake => (mistake.Descriptor.Code, mistake.Location)));
    }

    [Fact]
    public void A_value_from_a_variable_is_pointed_at_by_the_project() =>
        Assert.Equal(new SourceLocation(_project), new HardwareTrial(new DeclaredHardware { Region = "mars-1" }, _project).Warnings.Single().Location);

    private DeclaredHardware Declared(params string[] specs) =>
        new() { UseGpu = true, GpuSpecs = [.. specs.Select(spec => new DeclaredItem("GpuSpec", spec, _project))] };
}
