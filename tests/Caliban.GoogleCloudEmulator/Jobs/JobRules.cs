using System.Text.Json;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Jobs;

/// <summary>What Vertex AI asks of a job beyond its schema.</summary>
/// <seealso href="https://github.com/googleapis/googleapis/blob/master/google/cloud/aiplatform/v1/custom_job.proto"/>
internal static class JobRules
{
    private const int LongestDisplayName = 128;

    /// <param name="job">In canonical JSON; may lack required fields.</param>
    public static void Check(JsonElement job, bool checksMachines, List<Violation> violations)
    {
        if (job.TryGetProperty("displayName", out var name) && new System.Globalization.StringInfo(name.GetString()!).LengthInTextElements > LongestDisplayName)
        {
            violations.Add(new Violation("custom_job.display_name", $"The display name must be at most {LongestDisplayName} characters long."));
        }

        if (job.TryGetProperty("labels", out var labels))
        {
            LabelRules.Check(labels, violations);
        }

        if (job.TryGetProperty("jobSpec", out var spec))
        {
            SpecRules.Check(spec, violations);
            PoolRules.Check(spec, violations);
            SchedulingRules.Check(spec, violations);
            if (checksMachines)
            {
                Hardware.MachineRules.Check(spec, violations);
            }
        }
    }
}
