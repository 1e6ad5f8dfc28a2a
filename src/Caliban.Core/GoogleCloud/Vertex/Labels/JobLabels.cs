using System.Security.Cryptography;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;

namespace Caliban.Core.GoogleCloud.Vertex.Labels;

/// <summary>The labels of the jobs of one sweep. Safe to use from several threads.</summary>
/// <remarks>
/// Later ones win: Caliban's own (<c>gpu_enabled</c>, <c>tpu_enabled</c>, <c>job_name</c>, <c>docker_image</c> and the two by
/// which jobs are found again), then <c>JobLabel</c> items, then the arguments. The two are never replaced. Of more than
/// <see cref="Most"/>, the last arguments are left out, then the last items, with one warning for the sweep.
/// </remarks>
public sealed class JobLabels
{
    /// <summary>The history that a job belongs to: 8 hexadecimal digits.</summary>
    public const string StoreKey = "caliban_store";

    /// <summary>Which job it is: <see cref="JobValue"/> of its name.</summary>
    public const string JobKey = "caliban_job";

    /// <summary>How many labels a resource of Google Cloud has at most.</summary>
    /// <seealso href="https://docs.cloud.google.com/resource-manager/docs/labels-overview"/>
    public const int Most = 64;

    private const int HashDigits = 8;

    private readonly string _name;
    private readonly string _image;
    private readonly string _store;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _declared;
    private readonly SourceLocation _place;
    private readonly IDiagnosticSink _warnings;
    private int _isWarned;

    private JobLabels(
        string name, string image, string store, IReadOnlyList<KeyValuePair<string, string>> declared, SourceLocation place, IDiagnosticSink warnings) =>
        (_name, _image, _store, _declared, _place, _warnings) = (name, image, store, declared, place, warnings);

    /// <summary>Reads the <c>JobLabel</c> items of a project.</summary>
    /// <param name="name"><c>CalibanName</c>, or the name of the project.</param>
    /// <param name="image">The image that the jobs run.</param>
    /// <param name="store">8 hexadecimal digits that tell histories apart.</param>
    /// <param name="properties">Takes the mistakes: CAL5031.</param>
    /// <param name="warnings">CAL5030, and with the first job that has too many labels CAL5032.</param>
    public static JobLabels Read(
        IReadOnlyList<DeclaredItem> items, string name, string image, string store, ProjectProperties properties, IDiagnosticSink warnings) =>
        new(name, image, store, DeclaredLabels.Read(items, properties, warnings), properties.Locate("JobLabel", ""), warnings);

    /// <summary>As <see cref="Read"/>, of labels that have been read already.</summary>
    /// <param name="place">Where the project is.</param>
    public static JobLabels Of(
        IReadOnlyList<KeyValuePair<string, string>> declared, string name, string image, string store, SourceLocation place, IDiagnosticSink warnings) =>
        new(name, image, store, declared, place, warnings);

    /// <summary>The value of <see cref="JobKey"/>: the name itself where it is legal, and otherwise what is legal of it with a part of its hash, so that it stays unique.</summary>
    public static string JobValue(string name)
    {
        var legal = LabelText.Value(name);
        if (legal == name)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits];
        return $"{legal[..Math.Min(legal.Length, LabelText.Longest - HashDigits - 1)]}-{hash}";
    }

    /// <param name="job">The unique name of the job.</param>
    public IReadOnlyDictionary<string, string> Of(string job, HardwareChoice hardware, IReadOnlyList<string> arguments)
    {
        var labels = new OrderedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["gpu_enabled"] = hardware.Kind == AcceleratorKind.Gpu ? "true" : "false",
            ["tpu_enabled"] = hardware.Kind == AcceleratorKind.Tpu ? "true" : "false",
            ["job_name"] = LabelText.Value(_name),
            ["docker_image"] = LabelText.Value(_image),
            [StoreKey] = LabelText.Value(_store),
            [JobKey] = JobValue(job),
        };
        foreach (var (key, value) in _declared.Concat(ArgumentLabels.Of(arguments)))
        {
            labels[key] = value;
        }

        if (labels.Count > Most)
        {
            Warn(labels);
            while (labels.Count > Most)
            {
                labels.RemoveAt(labels.Count - 1);
            }
        }

        return labels;
    }

    private void Warn(OrderedDictionary<string, string> labels)
    {
        if (Interlocked.Exchange(ref _isWarned, 1) == 0)
        {
            var dropped = labels.Keys.Skip(Most).Select(key => $"'{key}'").ToList();
            const int Shown = 5;
            var others = dropped.Count > Shown ? FormattableString.Invariant($" and {dropped.Count - Shown} more") : "";
            _warnings.Report(Diagnostic.Create(
                VertexDiagnostics.LabelsDropped, _place, labels.Count, Most, string.Join(", ", dropped.Take(Shown)) + others));
        }
    }
}
