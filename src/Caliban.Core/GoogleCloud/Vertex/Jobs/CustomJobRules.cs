using System.Globalization;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware;
using Caliban.Core.Hardware.Tables;
using Caliban.Core.Projects;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary>What Vertex AI would refuse of a job, as far as it can be known beforehand. Hardware has been checked when it was chosen.</summary>
public static partial class CustomJobRules
{
    /// <summary>In characters of Unicode.</summary>
    public const int LongestDisplayName = 128;

    public const int MostVariables = 100;

    /// <summary>Adds the mistakes of a job at the properties that they come from: CAL1005 and CAL5033 to CAL5036.</summary>
    /// <param name="texts">Properties by name as the project writes them, to find the places of those that are no texts in the job.</param>
    public static void Check(CustomJobSpecification job, ProjectProperties properties, IReadOnlyDictionary<string, string>? texts = null)
    {
        CheckName(job, properties);
        CheckForm(properties, "CalibanServiceAccount", job.ServiceAccount, ServiceAccount(), "the address of a service account, NAME@PROJECT.iam.gserviceaccount.com");
        CheckForm(
            properties,
            "CalibanNetwork",
            job.Network,
            Network(),
            "'projects/NUMBER/global/networks/NAME', with the number of the project, which 'gcloud projects describe' shows, and not its id");
        CheckForm(properties, "CalibanBaseOutputDirectory", job.BaseOutputDirectory, Bucket(), "a folder in Cloud Storage, 'gs://BUCKET/FOLDER'");
        if (job.Reservation.Length > 0 && !ReservationAffinity.IsValid(job.Reservation))
        {
            properties.Invalid("CalibanReservation", job.Reservation, "'any', or full names 'projects/PROJECT/zones/ZONE/reservations/NAME' separated by semicolons", false);
        }

        CheckDisk(job, properties);
        CheckKey(job, properties);
        if (job.Environment.Count > MostVariables)
        {
            properties.Mistakes.Add(Diagnostic.Create(
                VertexDiagnostics.TooManyVariables, properties.Locate("JobEnvironment", ""), job.Environment.Count, MostVariables));
        }

        if (job.MaxWait is not null && job.Strategy != ProvisioningStrategy.FlexStart)
        {
            properties.Mistakes.Add(Diagnostic.Create(
                VertexDiagnostics.WaitWithoutFlexStart, properties.Locate(MaxWait.Property, texts?.GetValueOrDefault(MaxWait.Property) ?? ""), job.Strategy.ToText()));
        }
    }

    private static void CheckName(CustomJobSpecification job, ProjectProperties properties)
    {
        var length = job.DisplayName.EnumerateRunes().Count();
        if (length is 0 or > LongestDisplayName)
        {
            properties.Invalid("CalibanName", job.DisplayName, FormattableString.Invariant($"a name of 1 to {LongestDisplayName} characters"), false);
        }
    }

    private static void CheckDisk(CustomJobSpecification job, ProjectProperties properties)
    {
        var rules = HardwareTables.Machines.BootDisk;
        if (job.BootDiskSizeGb is { } size && (size < rules.SmallestGb || size > rules.LargestGb))
        {
            properties.Invalid(
                "CalibanBootDiskSizeGb",
                size.ToString(CultureInfo.InvariantCulture),
                FormattableString.Invariant($"a number of gigabytes from {rules.SmallestGb} to {rules.LargestGb}"),
                false);
        }

        if (job.BootDiskType.Length == 0)
        {
            return;
        }

        if (!rules.Types.Contains(job.BootDiskType))
        {
            properties.Invalid("CalibanBootDiskType", job.BootDiskType, string.Join(", ", rules.Types.Select(type => $"'{type}'")), false);
        }
        else if (rules.HyperdiskOnly.Contains(job.Hardware.MachineType) && !job.BootDiskType.StartsWith("hyperdisk-", StringComparison.Ordinal))
        {
            properties.Mistakes.Add(Diagnostic.Create(
                VertexDiagnostics.DiskNeedsHyperdisk,
                properties.Locate("CalibanBootDiskType", job.BootDiskType),
                job.BootDiskType,
                job.Hardware.MachineType));
        }
    }

    private static void CheckKey(CustomJobSpecification job, ProjectProperties properties)
    {
        const string Name = "CalibanEncryptionKey";
        CheckForm(properties, Name, job.EncryptionKey, EncryptionKey(), "'projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY'");
        if (EncryptionKey().Match(job.EncryptionKey) is { Success: true } key && key.Groups["region"].Value != job.Hardware.Region)
        {
            properties.Mistakes.Add(Diagnostic.Create(
                VertexDiagnostics.KeyInOtherRegion, properties.Locate(Name, job.EncryptionKey), key.Groups["region"].Value, job.Hardware.Region));
        }
    }

    private static void CheckForm(ProjectProperties properties, string name, string text, Regex form, string allowed)
    {
        if (text.Length > 0 && !form.IsMatch(text))
        {
            properties.Invalid(name, text, allowed, false);
        }
    }

    [GeneratedRegex(@"\A[^@\s/]+@[^@\s/]+\.[^@\s/]+\z")]
    private static partial Regex ServiceAccount();

    [GeneratedRegex(@"\Aprojects/[0-9]+/global/networks/[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Network();

    [GeneratedRegex(@"\Ags://[a-z0-9][-_.a-z0-9]*[a-z0-9](/[^\r\n]*)?\z")]
    private static partial Regex Bucket();

    [GeneratedRegex(@"\Aprojects/[^/\s]+/locations/(?<region>[^/\s]+)/keyRings/[^/\s]+/cryptoKeys/[^/\s]+\z")]
    private static partial Regex EncryptionKey();
}
