using System.IO.Compression;

namespace Caliban.Package.Tests.Support;

/// <summary>A Python package of one line, as pip installs it.</summary>
/// <seealso href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/"/>
internal static class Wheel
{
    /// <summary>Writes version 1.0 of a package whose <c>NAME</c> is its name and version.</summary>
    public static void Write(string folder, string package)
    {
        Directory.CreateDirectory(folder);
        using var wheel = ZipFile.Open(Path.Combine(folder, $"{package}-1.0-py3-none-any.whl"), ZipArchiveMode.Create);
        Add($"{package}/__init__.py", $"NAME = '{package} 1.0'\n");
        Add($"{package}-1.0.dist-info/METADATA", $"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n");
        Add($"{package}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Add($"{package}-1.0.dist-info/RECORD", $"{package}/__init__.py,,\n{package}-1.0.dist-info/METADATA,,\n{package}-1.0.dist-info/WHEEL,,\n{package}-1.0.dist-info/RECORD,,\n");

        void Add(string name, string content)
        {
            using var writer = new StreamWriter(wheel.CreateEntry(name).Open());
            writer.Write(content);
        }
    }
}
