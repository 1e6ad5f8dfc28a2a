using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware.Tables;
using Caliban.Core.Projects;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Hardware.Candidates;

/// <summary>What all candidates of a project share.</summary>
internal sealed partial class HardwareRequest
{
    private static readonly TimeSpan FlexStartLimit = TimeSpan.FromDays(7);

    private HardwareRequest(DeclaredHardware declared, ProjectProperties properties, string region, string? machine)
    {
        (Declared, Properties, Region, Machine) = (declared, properties, region, machine);
    }

    public DeclaredHardware Declared { get; }

    public ProjectProperties Properties { get; }

    public string Region { get; }

    /// <summary>Null when the project names none.</summary>
    public string? Machine { get; }

    public bool MachineIsKnown => Machine is not null && HardwareTables.Machines.IsKnown(Machine);

    public bool RegionIsKnown => HardwareTables.Regions.IsKnown(Region);

    /// <summary>Null when region or machine are no names at all. A region becomes part of an address that credentials are sent to.</summary>
    public static HardwareRequest? Read(DeclaredHardware declared, ProjectProperties properties)
    {
        var region = Normalize(declared.Region);
        var machine = Normalize(declared.MachineType);
        var isRegion = region.Length == 0 || RegionName().IsMatch(region)
            || properties.Invalid("CalibanRegion", declared.Region, "the name of a region such as 'us-central1'", false);
        var isMachine = machine.Length == 0 || MachineName().IsMatch(machine)
            || properties.Invalid("CalibanMachineType", declared.MachineType, "the name of a machine type such as 'n1-standard-8'", false);
        return isRegion && isMachine
            ? new HardwareRequest(declared, properties, region.Length == 0 ? HardwareDefaults.Region : region, machine.Length == 0 ? null : machine)
            : null;
    }

    /// <summary>Where to point at: the item, or without one the property that cannot be.</summary>
    public SourceLocation Place(DeclaredItem? item, string property) => item?.Location ?? Locate(property);

    public SourceLocation Locate(string property) => Properties.Locate(property, property switch
    {
        "CalibanRegion" => Declared.Region,
        "CalibanMachineType" => Declared.MachineType,
        _ => Declared.PropertyTexts.GetValueOrDefault(property, ""),
    });

    /// <summary>The rules of flex-start that no candidate changes.</summary>
    public bool CheckStrategy()
    {
        if (Declared.Force || Declared.Strategy != ProvisioningStrategy.FlexStart)
        {
            return true;
        }

        var before = Properties.Mistakes.Count;
        if (Declared.Timeout > FlexStartLimit)
        {
            var days = Declared.Timeout.Value.TotalDays.ToString("0.#", CultureInfo.InvariantCulture);
            Properties.Mistakes.Add(Diagnostic.Create(HardwareDiagnostics.FlexStartTooLong, Locate("CalibanJobTimeout"), days));
        }

        if (Declared.Reservation.Trim().Length > 0)
        {
            Properties.Mistakes.Add(Diagnostic.Create(HardwareDiagnostics.FlexStartWithReservation, Locate(ProvisioningStrategies.Property)));
        }

        return Properties.Mistakes.Count == before;
    }

    public void WarnOfUnknownNames(IDiagnosticSink warnings)
    {
        if (Declared.Force)
        {
            return;
        }

        var (machines, regions) = (HardwareTables.Machines, HardwareTables.Regions);
        if (Machine is not null && !MachineIsKnown)
        {
            warnings.Report(Diagnostic.Create(
                HardwareDiagnostics.MachineUnknown, Locate("CalibanMachineType"), Machine, machines.Date, Advise(machines.Machines, Machine)));
        }

        if (!RegionIsKnown)
        {
            warnings.Report(Diagnostic.Create(
                HardwareDiagnostics.RegionUnknown, Locate("CalibanRegion"), Region, regions.Date, Advise(regions.Regions, Region)));
        }
        else if (regions.WithoutCustomTraining.Contains(Region))
        {
            warnings.Report(Diagnostic.Create(HardwareDiagnostics.RegionDoubtful, Locate("CalibanRegion"), Region, regions.Date, regions.Source));
        }
    }

    private static string Advise(IReadOnlyList<string> known, string name)
    {
        var near = known.MinBy(one => ConfigurationKeys.Distance(one, name))!;
        return ConfigurationKeys.Distance(near, name) <= 3 ? $"Did you mean '{near}'? " : "";
    }

#pragma warning disable CA1308 // Google's names are lower case
    private static string Normalize(string name) => name.Trim().ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex(@"\A[a-z]+(-[a-z0-9]+)+\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex MachineName();
}
