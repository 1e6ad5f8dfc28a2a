using System.IO.Compression;

namespace Caliban.Testing;

/// <summary>A pure Python package as pip installs it.</summary>
/// <seealso href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/"/>
public sealed record PythonWheel(string Name, string Version = "1.0")
{
    /// <summary>Paths and texts; without any, a package whose <c>NAME</c> is its name and version.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>What it needs, each as a requirement.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>The programs it installs, each as <c>name = module:function</c>.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    public string FileName => $"{Distribution}-py3-none-any.whl";

    private string Distribution => $"{Name.Replace('-', '_')}-{Version}";

    public byte[] Create()
    {
        using var stream = new MemoryStream();
        using (var wheel = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            var info = $"{Distribution}.dist-info";
            var files = new Dictionary<string, string>(Files.Count > 0 ? Files : new() { [$"{Name.Replace('-', '_')}/__init__.py"] = $"NAME = '{Name} {Version}'\n" })
            {
                [$"{info}/METADATA"] = $"Metadata-Version: 2.1\nName: {Name}\nVersion: {Version}\n{string.Concat(Requires.Select(requirement => $"Requires-Dist: {requirement}\n"))}",
                [$"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            };
            if (Programs.Count > 0)
            {
                files[$"{info}/entry_points.txt"] = $"[console_scripts]\n{string.Concat(Programs.Select(program => $"{program}\n"))}";
            }

            files[$"{info}/RECORD"] = string.Concat(files.Keys.Append($"{info}/RECORD").Select(file => $"{file},,\n"));
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }
}
