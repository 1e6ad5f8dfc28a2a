using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>The switches for warnings, shown by the one that the process engine gives.</summary>
public sealed class WarningTests
{
    [Fact]
    public void A_run_without_switches_warns_once()
    {
        using var project = Trial.Create();

        var report = InProcessBuild.Run(project.File, "CalibanRun").ShouldSucceed();

        Assert.False(report.Single("CAL4001").IsError);
    }

    [Fact]
    public void NoWarn_silences_a_warning()
    {
        var report = Run("<NoWarn>$(NoWarn);CAL4001</NoWarn>").ShouldSucceed();

        Assert.Empty(report.Diagnostics);
    }

    [Fact]
    public async Task NoWarn_counts_for_dotnet_run()
    {
        using var project = Trial.Create("<PropertyGroup><NoWarn>$(NoWarn);CAL4001</NoWarn></PropertyGroup>");

        var result = await project.Dotnet("run").ShouldSucceedAsync();

        result.ShouldShow("ran: --a 1").ShouldNotShow("CAL4001");
    }

    [Theory]
    [InlineData("<WarningsAsErrors>CAL4001</WarningsAsErrors>")]
    [InlineData("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>")]
    public void A_warning_can_be_an_error(string switches)
    {
        var report = Run(switches).ShouldFail();

        Assert.True(report.Single("CAL4001").IsError);
    }

    [Theory]
    [InlineData("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>CAL4001</WarningsNotAsErrors>")]
    [InlineData("<WarningsAsErrors>CAL4007</WarningsAsErrors>")]
    public void A_warning_stays_one_when_others_are_errors(string switches)
    {
        var report = Run(switches).ShouldSucceed();

        Assert.False(report.Single("CAL4001").IsError);
    }

    [Fact]
    public void NoWarn_is_stronger_than_TreatWarningsAsErrors()
    {
        var report = Run("<TreatWarningsAsErrors>true</TreatWarningsAsErrors><NoWarn>CAL4001</NoWarn>").ShouldSucceed();

        Assert.Empty(report.Diagnostics);
    }

    private static BuildReport Run(string switches)
    {
        using var project = Trial.Create($"<PropertyGroup>{switches}</PropertyGroup>");
        return InProcessBuild.Run(project.File, "CalibanRun");
    }
}
