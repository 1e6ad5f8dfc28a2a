using System.Globalization;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary><c>CalibanExport</c>: jobs as files instead of requests.</summary>
public static class JobExport
{
    private static readonly string[] YamlExtensions = [".yaml", ".yml"];

    /// <summary>A path whose extension is neither JSON's nor YAML's is a mistake: CAL5040.</summary>
    public static void Check(string path, ProjectProperties properties)
    {
        if (!IsJson(path) && !IsYaml(path))
        {
            properties.Mistakes.Add(Diagnostic.Create(
                VertexDiagnostics.ExportExtension, properties.Locate("CalibanExport", path), Path.GetExtension(path)));
        }
    }

    /// <summary>
    /// Writes one job to the path, and several beside it as <c>name_0.json</c>, <c>name_1.json</c> and so on. What is in a file
    /// is the body of the request that makes the job.
    /// </summary>
    /// <param name="path">Absolute; its extension has been checked. Its folder is made.</param>
    /// <returns>The files, in the order of the jobs.</returns>
    /// <exception cref="DiagnosticException">A file cannot be written: CAL5041.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        string path, IReadOnlyList<CustomJobSpecification> jobs, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        for (var index = 0; index < jobs.Count; index++)
        {
            var file = jobs.Count == 1 ? path : Numbered(path, index);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllBytesAsync(file, Content(file, jobs[index]), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw DiagnosticException.Create(VertexDiagnostics.ExportFailed, SourceLocation.None, file, exception.Message.TrimEnd('.'));
            }

            files.Add(file);
        }

        return files;
    }

    private static byte[] Content(string file, CustomJobSpecification job) =>
        IsYaml(file) ? Encoding.UTF8.GetBytes(YamlText.Of(CustomJobBody.Write(job))) : [.. CustomJobBody.Write(job, indented: true), (byte)'\n'];

    private static string Numbered(string path, int index) => Path.Combine(
        Path.GetDirectoryName(path)!,
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}_{index}{Path.GetExtension(path)}"));

    private static bool IsJson(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    private static bool IsYaml(string path) => YamlExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
