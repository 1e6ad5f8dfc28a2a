using System.Text.Json;
using System.Text.RegularExpressions;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Jobs;

/// <summary>Names of other resources in a job.</summary>
internal static partial class SpecRules
{
    public static void Check(JsonElement spec, List<Violation> violations)
    {
        if (spec.TryGetProperty("network", out var network) && !Network().IsMatch(network.GetString()!))
        {
            violations.Add(new Violation(
                "custom_job.job_spec.network", "The network must have the form projects/{project}/global/networks/{network}, where {project} is a project number."));
        }

        if (spec.TryGetProperty("serviceAccount", out var account) && !Account().IsMatch(account.GetString()!))
        {
            violations.Add(new Violation("custom_job.job_spec.service_account", "The service account must be an e-mail address."));
        }

        if (spec.TryGetProperty("baseOutputDirectory", out var output) && output.TryGetProperty("outputUriPrefix", out var prefix)
            && !Bucket().IsMatch(prefix.GetString()!))
        {
            violations.Add(new Violation(
                "custom_job.job_spec.base_output_directory.output_uri_prefix", "The Cloud Storage URI must begin with gs:// and the name of a bucket."));
        }
    }

    [GeneratedRegex(@"^projects/\d+/global/networks/[a-z][a-z0-9-]*\z")]
    private static partial Regex Network();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+\z")]
    private static partial Regex Account();

    [GeneratedRegex(@"^gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](/.*)?\z")]
    private static partial Regex Bucket();
}
