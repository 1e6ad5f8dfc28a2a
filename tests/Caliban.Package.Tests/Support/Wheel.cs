using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A Python package of one line, as pip installs it.</summary>
internal static class Wheel
{
    /// <summary>Writes version 1.0 of a package whose <c>NAME</c> is its name and version.</summary>
    public static void Write(string folder, string package)
    {
        Directory.CreateDirectory(folder);
        var wheel = new PythonWheel(package);
        File.WriteAllBytes(Path.Combine(folder, wheel.FileName), wheel.Create());
    }
}
