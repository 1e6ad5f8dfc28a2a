using System.Globalization;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>An <c>nvidia-smi</c> that lists GPUs there are not, and a folder in which jobs note which they have.</summary>
internal sealed class StubGpus : IDisposable
{
    private readonly TemporaryFolder _folder = new("stub-gpus");

    public StubGpus(int count)
    {
        All = [.. Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture))];
        var script = _folder.Write("bin/nvidia-smi", $"#!/bin/sh\nprintf '%s\\n' {string.Join(' ', All)}\n");
        Programs.MakeExecutable(script);
        Directory.CreateDirectory(Folder);
    }

    public IReadOnlyList<string> All { get; }

    /// <summary>Where jobs note the GPUs they have.</summary>
    public string Folder => Path.Combine(_folder.Path, "held");

    /// <summary>Every GPU that some job had, by its number.</summary>
    public IReadOnlyList<string> Used =>
    [
        .. Directory.EnumerateFiles(Folder, "used-*")
            .Select(file => Path.GetFileName(file)["used-".Length..])
            .OrderBy(device => int.Parse(device, CultureInfo.InvariantCulture)),
    ];

    /// <summary>The command, which finds this program first.</summary>
    public Command Apply(Command command)
    {
        command.Environment["PATH"] = $"{Path.Combine(_folder.Path, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        command.Environment["CUDA_VISIBLE_DEVICES"] = null;
        return command;
    }

    public void Dispose() => _folder.Dispose();
}
