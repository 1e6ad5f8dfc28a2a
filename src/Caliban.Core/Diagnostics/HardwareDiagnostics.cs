namespace Caliban.Core.Diagnostics;

/// <summary>CAL5001 to CAL5029: machines and accelerators. Messages that google/caliban had are in its words.</summary>
public static class HardwareDiagnostics
{
    public static DiagnosticDescriptor SpecSeparatorMissing { get; } = new(
        "CAL5001",
        DiagnosticSeverity.Error,
        "A spec is not a number, an x and a type",
        "{0} arg '{1}' has no 'x' separator. You must supply a string of the format NUMx{0}_TYPE. {2}, for example.",
        "A `GpuSpec` or `TpuSpec` is written `NUMxTYPE`, in any case.",
        "Write the number first: `<GpuSpec Include=\"1xT4\" />`.");

    public static DiagnosticDescriptor SpecCountInvalid { get; } = new(
        "CAL5002",
        DiagnosticSeverity.Error,
        "What stands before the x of a spec is not a number",
        "The count '{1}' isn't a number! You must supply a string of the format NUMx{0}_TYPE. {2}, for example.",
        "A `GpuSpec` or `TpuSpec` is written `NUMxTYPE`, in any case.",
        "Write the number first: `<GpuSpec Include=\"1xT4\" />`.");

    public static DiagnosticDescriptor AcceleratorTypeUnknown { get; } = new(
        "CAL5003",
        DiagnosticSeverity.Error,
        "There are no accelerators of that type",
        "'{0}' isn't a valid {1} type. Must be one of {2}. For one that is newer than this list of {3}, set CalibanForce=true.",
        "A `GpuSpec` or `TpuSpec` names a type that Vertex AI does not list for training.",
        "Use one of the types that the message lists, in any case. With `CalibanForce` the text goes to the service as it is, such as `1xNVIDIA_L4`.");

    public static DiagnosticDescriptor CountUnavailable { get; } = new(
        "CAL5004",
        DiagnosticSeverity.Error,
        "Accelerators do not come in that number",
        "{0} {1}s of type {2} aren't available for any machine type. Try one of the following counts: {3}. Valid combinations of count, type and machine: {4}",
        "No machine of Vertex AI carries as many accelerators of the type.",
        "Use one of the counts. More machines for one job are had with `CalibanReplicas`.");

    public static DiagnosticDescriptor MachineInvalid { get; } = new(
        "CAL5005",
        DiagnosticSeverity.Error,
        "The machine does not carry these accelerators",
        "'{0}' isn't a valid machine type for {1} {2} {3}s. Try one of these: {4}.{5} Valid combinations of count, type and machine: {6}",
        "`CalibanMachineType` and the `GpuSpec`, `TpuSpec` or default GPU of the project do not go together.",
        "Use one of the machines, or leave `CalibanMachineType` empty for the machine that goes with the spec.");

    public static DiagnosticDescriptor RegionInvalid { get; } = new(
        "CAL5006",
        DiagnosticSeverity.Error,
        "The region does not have these accelerators",
        "'{0}' isn't a valid region for {1}s of type {2}. Try one of these: {3}. See this page for more info about regional support for {1}s: {4}",
        "Each region has some types of accelerators for training, and not all. The region is `us-central1` where neither `CalibanRegion` nor `REGION` names one.",
        "Set `CalibanRegion` to one of the regions, or declare another type.");

    public static DiagnosticDescriptor GpuDisabled { get; } = new(
        "CAL5007",
        DiagnosticSeverity.Error,
        "A GPU is declared and refused at the same time",
        "'CalibanUseGpu=false' is incompatible with an explicit GpuSpec ('{0}'). Please remove one or the other.",
        "`CalibanUseGpu` is true by default when a `GpuSpec` is declared; here it was set to false beside one.",
        "Remove the item or the property.");

    public static DiagnosticDescriptor AcceleratorEnded { get; } = new(
        "CAL5008",
        DiagnosticSeverity.Error,
        "Google no longer has these accelerators",
        "{1}s of type {0} can't be had any more: Google ended their support{2}. Try one of these types: {3}. See {4}",
        "The API still knows the type, but no machine has it.",
        "Use another type; T4 is in the most regions.");

    public static DiagnosticDescriptor MachineNeedsAccelerator { get; } = new(
        "CAL5009",
        DiagnosticSeverity.Error,
        "The machine is not to be had without its accelerators",
        "'{0}' comes with accelerators, and the project declares none. Add a {1} item with one of {2}, or use a machine without.",
        "`CalibanMachineType` is of a family that is only to be had with its GPUs or TPUs.",
        "Declare the accelerators that the message lists.");

    public static DiagnosticDescriptor MachineUnknown { get; } = new(
        "CAL5010",
        DiagnosticSeverity.Warning,
        "The machine type is in no table",
        "'{0}' isn't a machine type that Vertex AI listed for training on {1}. {2}It is used as it is, unchecked.",
        "`CalibanMachineType` is misspelt, or newer than the table.",
        "Correct the name, or put CAL5010 into `NoWarn`.");

    public static DiagnosticDescriptor RegionUnknown { get; } = new(
        "CAL5011",
        DiagnosticSeverity.Warning,
        "The region is in no table",
        "'{0}' isn't a region that Vertex AI listed on {1}. {2}It is used as it is, unchecked.",
        "`CalibanRegion` or `REGION` is misspelt, names a zone, or is newer than the table.",
        "Correct the name, or put CAL5011 into `NoWarn`.");

    public static DiagnosticDescriptor TopologyInvalid { get; } = new(
        "CAL5012",
        DiagnosticSeverity.Error,
        "TPUs do not come in that topology",
        "'{0}' isn't a valid topology for '{1}'. {2}",
        "The `Topology` of a `TpuSpec` does not go with its count, its type or `CalibanMachineType`.",
        "Leave the metadata out for the topology that goes with the count.");

    public static DiagnosticDescriptor FlexStartRefused { get; } = new(
        "CAL5013",
        DiagnosticSeverity.Error,
        "Jobs cannot wait for this hardware with flex-start",
        "CalibanStrategy 'flex-start' can't be used for {0}; it is there for GPUs of these types: {1}. Use 'standard' or 'spot', or another type.",
        "Dynamic Workload Scheduler schedules some types of GPUs, and neither TPUs nor machines without accelerators.",
        "Use another strategy or one of the types.");

    public static DiagnosticDescriptor FlexStartTooLong { get; } = new(
        "CAL5014",
        DiagnosticSeverity.Error,
        "A job with flex-start runs for seven days at most",
        "CalibanJobTimeout is {0} days, and with CalibanStrategy 'flex-start' a job runs for 7 days at most. Shorten it, or use another strategy.",
        "The machines of Dynamic Workload Scheduler are taken back after seven days.",
        "Set `CalibanJobTimeout` to `7d` or less.");

    public static DiagnosticDescriptor SpotPod { get; } = new(
        "CAL5015",
        DiagnosticSeverity.Error,
        "TPU Pods are not to be had as spot machines",
        "CalibanStrategy 'spot' can't be used for '{0}', a TPU Pod of {1} machines. Use 'standard', or one of these counts, which are a single machine: {2}.",
        "Vertex AI has spot machines for single TPUs only.",
        "Use `standard`, or fewer TPUs.");

    public static DiagnosticDescriptor TpuReplicas { get; } = new(
        "CAL5016",
        DiagnosticSeverity.Error,
        "A job with TPUs has one replica",
        "CalibanReplicas is {1}, and a job with TPUs ('{0}') has exactly one replica. Remove it, and declare more TPUs instead; a slice spreads over several machines by itself.",
        "Vertex AI runs TPUs in one worker pool with one replica.",
        "Remove `CalibanReplicas` and declare a larger slice, such as `16xV5E`.");

    public static DiagnosticDescriptor ReservationNeeded { get; } = new(
        "CAL5017",
        DiagnosticSeverity.Error,
        "These GPUs need a reservation",
        "GPUs of type {0} are had only with a reservation of Compute Engine that is shared with Vertex AI. Set CalibanReservation to 'projects/PROJECT/zones/ZONE/reservations/NAME' or 'any', or use another type.",
        "Vertex AI has no capacity of its own of this type.",
        "[Reserve capacity](https://docs.cloud.google.com/gemini-enterprise-agent-platform/machine-learning/training/use-reservations) and name it in `CalibanReservation`.");

    public static DiagnosticDescriptor CandidateLeftOut { get; } = new(
        "CAL5018",
        DiagnosticSeverity.Warning,
        "One of several candidates is impossible",
        "The candidate '{0}' is left out, and the others remain. {1}",
        "Several `GpuSpec` or `TpuSpec` items are candidates in order of preference. The message says why this one cannot be.",
        "Correct or remove the item.");

    public static DiagnosticDescriptor ReservationAdvised { get; } = new(
        "CAL5019",
        DiagnosticSeverity.Warning,
        "These GPUs are rarely free",
        "Google advises a reservation or spot machines for GPUs of type {0}, since there are hardly any on demand. Set {1}, name a CalibanReservation, or put CAL5019 into NoWarn.",
        "A job that asks for them on demand probably fails with a stockout.",
        "Set `CalibanStrategy` or `CalibanReservation`.");

    public static DiagnosticDescriptor FlexStartWithReservation { get; } = new(
        "CAL5020",
        DiagnosticSeverity.Error,
        "Flex-start and a reservation exclude each other",
        "CalibanStrategy 'flex-start' can't be used with CalibanReservation. Remove one of them.",
        "A reservation is capacity that is there already; flex-start waits for capacity.",
        "Remove `CalibanReservation`, or set `CalibanStrategy` to `standard`.");

    public static DiagnosticDescriptor RegionDoubtful { get; } = new(
        "CAL5021",
        DiagnosticSeverity.Warning,
        "The documentation disagrees about the region",
        "'{0}' is a region of Vertex AI, but was not listed among those with custom training on {1}; the jobs may be refused. See {2}",
        "The page lists accelerators for training in the region, and no custom training.",
        "Try it, or use another region.");
}
