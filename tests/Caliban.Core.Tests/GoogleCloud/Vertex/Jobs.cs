using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>Jobs as a project would have them.</summary>
internal static class Jobs
{
    public const string Image = "us-central1-docker.pkg.dev/trial-project/caliban/quickstart@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>A job on hardware that was resolved from these items.</summary>
    public static CustomJobSpecification On(string gpu = "", string tpu = "", string region = "", string reservation = "", ProvisioningStrategy strategy = ProvisioningStrategy.Standard, int replicas = 1)
    {
        var properties = new ProjectProperties("train.proj");
        var declared = new DeclaredHardware
        {
            GpuSpecs = gpu.Length == 0 ? [] : [new DeclaredItem("GpuSpec", gpu, "train.proj")],
            TpuSpecs = tpu.Length == 0 ? [] : [new DeclaredItem("TpuSpec", tpu, "train.proj")],
            UseGpu = gpu.Length > 0,
            Region = region,
            Reservation = reservation,
            Strategy = strategy,
            Replicas = replicas,
        };
        var choices = HardwareResolver.Resolve(declared, properties, new Ignored());
        properties.ThrowIfMistaken();
        return new CustomJobSpecification
        {
            DisplayName = "quickstart 1 learning_rate=0.01",
            Image = Image,
            Arguments = ["--learning_rate", "0.01", "--epochs", "3"],
            Hardware = choices.Single(),
            Strategy = strategy,
            Replicas = replicas,
            Reservation = reservation,
            Labels = new Dictionary<string, string> { ["job_name"] = "quickstart", ["caliban_job"] = "caliban-quickstart-1a2b3c4d-1" },
        };
    }

    private sealed class Ignored : IDiagnosticSink
    {
        public void Report(Diagnostic diagnostic)
        {
        }
    }
}
