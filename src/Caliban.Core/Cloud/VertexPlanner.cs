using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.GoogleCloud.Vertex.Labels;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Cloud;

/// <summary>Turns what a project says about Vertex AI into a target. Everything is checked here, before anything is sent.</summary>
/// <param name="variable">Reads a variable of the build.</param>
public sealed class VertexPlanner(Func<string, string?> variable, IDiagnosticSink diagnostics)
{
    private const int MostReplicas = 10_000;

    /// <exception cref="DiagnosticException">All mistakes of the project together.</exception>
    public async Task<VertexTarget> PlanAsync(DeclaredCloud declared, CancellationToken cancellationToken)
    {
        var (settings, properties) = (declared.Settings, new ProjectProperties(declared.ProjectFile));
        var folder = Path.GetDirectoryName(declared.ProjectFile)!;
        var strategy = ProvisioningStrategies.Read(properties, settings["CalibanStrategy"]);
        var replicas = properties.Count("CalibanReplicas", settings["CalibanReplicas"], 1);
        if (replicas > MostReplicas)
        {
            properties.Invalid("CalibanReplicas", settings["CalibanReplicas"], FormattableString.Invariant($"a whole number from 1 to {MostReplicas}"), 1);
        }

        var timeout = properties.Duration("CalibanJobTimeout", settings["CalibanJobTimeout"]);
        var hardware = HardwareResolver.Resolve(
            new DeclaredHardware
            {
                GpuSpecs = declared.GpuSpecs,
                TpuSpecs = declared.TpuSpecs,
                MachineType = settings["CalibanMachineType"],
                Region = settings["CalibanRegion"],
                UseGpu = declared.Image.UseGpu,
                Force = properties.Boolean("CalibanForce", settings["CalibanForce"], otherwise: false),
                Strategy = strategy,
                Replicas = replicas,
                Timeout = timeout,
                Reservation = settings["CalibanReservation"],
                PropertyTexts = settings.Texts,
            },
            properties,
            diagnostics);
        var labels = DeclaredLabels.Read(declared.JobLabels, properties, diagnostics);
        var template = new CustomJobSpecification
        {
            DisplayName = settings["CalibanName"] is { Length: > 0 } name ? name : $"caliban_{declared.Project}",
            Image = "",
            Hardware = hardware.Count > 0 ? hardware[0] : new HardwareChoice { MachineType = "", Region = settings["CalibanRegion"] },
            Replicas = replicas,
            ServiceAccount = settings["CalibanServiceAccount"],
            Network = settings["CalibanNetwork"],
            BootDiskType = settings["CalibanBootDiskType"],
            BootDiskSizeGb = settings["CalibanBootDiskSizeGb"].Length == 0 ? null : properties.Count("CalibanBootDiskSizeGb", settings["CalibanBootDiskSizeGb"], 100),
            Timeout = timeout,
            Strategy = strategy,
            MaxWait = GoogleCloud.Vertex.Jobs.MaxWait.Read(properties, settings["CalibanMaxWait"]),
            BaseOutputDirectory = settings["CalibanBaseOutputDirectory"],
            RestartOnWorkerRestart = properties.Boolean("CalibanRestartOnWorkerRestart", settings["CalibanRestartOnWorkerRestart"], otherwise: false),
            Reservation = settings["CalibanReservation"],
            EncryptionKey = settings["CalibanEncryptionKey"],
        };
        foreach (var choice in hardware)
        {
            CustomJobRules.Check(template with { Hardware = choice }, properties, settings.Texts);
        }

        var export = settings["CalibanExport"];
        if (export.Length > 0)
        {
            JobExport.Check(export, properties);
        }

        var google = settings.Google(folder, variable);
        var check = new GoogleSettingsCheck(google, settings, properties);
        check.Run(hardware.Count > 0 ? hardware[0].Region : "", variable);
        var project = await ProjectAsync(declared, google, properties, check, cancellationToken).ConfigureAwait(false);
        var target = new VertexTarget
        {
            ProjectId = project,
            Region = hardware.Count > 0 ? hardware[0].Region : "",
            Hardware = hardware,
            Template = template,
            Labels = labels,
            SubmissionsPerMinute = Limit(properties, settings["CalibanSubmissionsPerMinute"]),
            Wait = properties.Boolean("CalibanCloudWait", settings["CalibanCloudWait"], otherwise: true),
            PollInterval = properties.Duration("CalibanPollInterval", settings["CalibanPollInterval"]) ?? TimeSpan.FromSeconds(10),
            SettleTime = properties.Duration("CalibanSettleTime", settings["CalibanSettleTime"]) ?? TimeSpan.FromSeconds(15),
            Export = export.Length > 0 ? Path.GetFullPath(export, folder) : "",
            Google = google,
        };
        properties.ThrowIfMistaken();
        return target;
    }

    // A number is kept to whatever the service says; without one its answers rule.
    private static int? Limit(ProjectProperties properties, string text) =>
        text.Length == 0 ? null
        : text.Equals("none", StringComparison.OrdinalIgnoreCase) ? 0
        : properties.Count("CalibanSubmissionsPerMinute", text, 1);

    private async Task<string> ProjectAsync(
        DeclaredCloud declared, GoogleCloudSettings google, ProjectProperties properties, GoogleSettingsCheck check, CancellationToken cancellationToken)
    {
        try
        {
            var configured = ProjectConfiguration.Read(Path.GetDirectoryName(declared.ProjectFile)!, properties.Mistakes).ProjectId;
            using var connection = new GoogleConnection(google, variable);
            return (await GoogleProject.ResolveAsync(google, configured, connection.GetCredentialsAsync, cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (DiagnosticException exception)
        {
            check.Add("CalibanProjectId", exception);
            return "";
        }
    }
}
