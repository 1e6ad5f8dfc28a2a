using System.Security.Cryptography;
using System.Text;
using Caliban.Core.Images;
using Caliban.Core.Images.Context;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The files pip reads for a virtual environment. They are copied, because pip writes beside what it installs.</summary>
internal sealed class VirtualEnvironmentFiles(SweepPlan plan)
{
    private readonly EnvironmentDeclaration _environment = plan.Image.Environment;
    private readonly IReadOnlyList<BuildContextEntry> _entries = BuildContext.Enumerate(
        plan.ProjectFolder, plan.Image.Environment.RequirementFiles.Concat(plan.Image.Environment.PythonProject?.Files ?? []));

    /// <summary>What <c>pip install</c> is asked for, one time after the other, in the order of the image.</summary>
    public IEnumerable<IReadOnlyList<string>> Installations =>
        ((IReadOnlyList<string>[])
        [
            _environment.RequirementFiles.Count > 0 ? ["-r", EnvironmentDeclaration.RequirementsFile] : [],
            _environment.PythonProject is { } project ? ["--editable", project.Extras.Count > 0 ? $".[{string.Join(',', project.Extras)}]" : "."] : [],
            _environment.PythonPackages,
        ]).Where(installation => installation.Count > 0);

    public void CopyTo(string folder, CancellationToken cancellationToken)
    {
        StagedCopy.Create(_entries, folder, cancellationToken);
        foreach (var package in _environment.PythonProject?.Folders ?? [])
        {
            Directory.CreateDirectory(Path.Combine(folder, package));
        }
    }

    /// <summary>16 digits that differ when the packages may differ.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read: CAL3004.</exception>
    public string Key(string python)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A Python that was updated in place has another time.
        Append($"{python}\n{File.GetLastWriteTimeUtc(File.ResolveLinkTarget(python, returnFinalTarget: true)?.FullName ?? python):O}");
        foreach (var installation in Installations)
        {
            Append(string.Join('\n', installation));
        }

        foreach (var folder in _environment.PythonProject?.Folders ?? [])
        {
            Append(folder);
        }

        foreach (var entry in _entries)
        {
            using var content = entry.LinkTarget is null ? entry.Open() : null;
            Append($"{entry.Path}\n{entry.LinkTarget ?? Convert.ToHexStringLower(SHA256.HashData(content!))}");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes($"{text}\0"));
    }
}
