namespace Caliban.Core.Diagnostics;

/// <summary>CAL5030 to CAL5049: what a job of Vertex AI is asked to be.</summary>
public static class VertexDiagnostics
{
    public static DiagnosticDescriptor LabelChanged { get; } = new(
        "CAL5030",
        DiagnosticSeverity.Warning,
        "A label cannot be written like this",
        "JobLabel '{0}' can't be a label as it is, and {1}. Keys and values are made of the lowercase letters a to z, digits, '_' and '-', at most {2} of them, and keys begin with a letter.",
        "Google Cloud allows few characters in labels. Full stops become underscores, capital letters small ones, and everything else is left out.",
        "Write the label as the message shows it, so that searches for it find something.");

    public static DiagnosticDescriptor LabelReserved { get; } = new(
        "CAL5031",
        DiagnosticSeverity.Error,
        "A label is Caliban's own",
        "JobLabel '{0}' can't be used: by the label '{1}' Caliban finds its jobs again. Use another name.",
        "After a lost answer or a crash, jobs are looked up by the labels `caliban_store` and `caliban_job`.",
        "Use another name.");

    public static DiagnosticDescriptor LabelsDropped { get; } = new(
        "CAL5032",
        DiagnosticSeverity.Warning,
        "A job has more labels than Google Cloud allows",
        "The jobs of this sweep have {0} labels, and {1} are allowed. Left out: {2}. The arguments themselves are passed on in full.",
        "Every flag of an experiment becomes a label. Those of the last arguments are left out first, then `JobLabel` items from the last on; Caliban's own stay.",
        "Nothing, if nobody searches for the labels that are left out. Otherwise declare fewer `JobLabel` items or parameters.");

    public static DiagnosticDescriptor TooManyVariables { get; } = new(
        "CAL5033",
        DiagnosticSeverity.Error,
        "A job has too many variables",
        "Each job is to have {0} environment variables, and Vertex AI takes {1} at most. Declare fewer JobEnvironment items, or pass a file.",
        "`JobEnvironment` items and the variables of Caliban and of tracking are counted together.",
        "Declare fewer `JobEnvironment` items.");

    public static DiagnosticDescriptor DiskNeedsHyperdisk { get; } = new(
        "CAL5034",
        DiagnosticSeverity.Error,
        "The machine boots from a hyperdisk only",
        "CalibanBootDiskType is '{0}', and '{1}' takes 'hyperdisk-balanced' only. Leave the property empty.",
        "Machines of the newest families have no persistent disks.",
        "Leave `CalibanBootDiskType` empty, or set it to `hyperdisk-balanced`.");

    public static DiagnosticDescriptor WaitWithoutFlexStart { get; } = new(
        "CAL5035",
        DiagnosticSeverity.Error,
        "Only jobs with flex-start wait for machines",
        "CalibanMaxWait is set, and CalibanStrategy is '{0}'. Only jobs with 'flex-start' wait for machines; use that, or remove CalibanMaxWait.",
        "The longest wait is an option of Dynamic Workload Scheduler.",
        "Set `CalibanStrategy` to `flex-start`, or remove `CalibanMaxWait`.");

    public static DiagnosticDescriptor KeyInOtherRegion { get; } = new(
        "CAL5036",
        DiagnosticSeverity.Error,
        "The encryption key is in another region",
        "CalibanEncryptionKey is in '{0}', and the jobs run in '{1}'. A key must be in the region of the jobs; use another key or CalibanRegion.",
        "Vertex AI uses keys of the region of the job only.",
        "Use a key of that region.");

    public static DiagnosticDescriptor ExportExtension { get; } = new(
        "CAL5040",
        DiagnosticSeverity.Error,
        "Jobs are exported as JSON or YAML",
        "invalid job file extension: {0}, must be in ('.yaml', '.json'). Correct CalibanExport.",
        "The extension of `CalibanExport` decides how jobs are written.",
        "Let the path end in `.json` or `.yaml`.");

    public static DiagnosticDescriptor ExportFailed { get; } = new(
        "CAL5041",
        DiagnosticSeverity.Error,
        "Jobs cannot be exported",
        "CalibanExport could not write '{0}': {1}. Choose another path or free it.",
        "The folder cannot be made or the file cannot be written.",
        "Use a path that can be written.");
}
