using Caliban.Testing;

namespace Caliban.Core.Tests;

/// <summary>A program that is a shell script.</summary>
internal static class ShellScript
{
    /// <summary>
    /// Written by a process of its own: were this one to write it, a child started by another test at that moment could hold
    /// it open, and a file that is open for writing cannot be executed.
    /// </summary>
    /// <param name="script">What it does; the commands it uses must be builtins or absolute paths.</param>
    public static async Task WriteAsync(string path, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var written = await new Command("/bin/sh", "-c", "cat > \"$1\" && chmod 700 \"$1\"", "sh", path) { Input = $"#!/bin/sh\n{script}\n" }.RunAsync();
        Assert.Equal(0, written.ExitCode);
    }
}
