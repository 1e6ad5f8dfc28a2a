using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>
/// A real Jupyter as one wheel, made of what Debian packages for the tests' base image: it needs no index but ours, and
/// what pip installs runs in that image only. Made once for each base image and kept in the system's temporary folder.
/// </summary>
internal static class NotebookWheel
{
    /// <summary>The libraries its compiled parts load.</summary>
    public const string AptPackages = "libzmq5;libargon2-1;libxslt1.1";

    // Everything that apt adds for Python, under one name: pip takes a single .dist-info for a wheel, and Python finds the
    // metadata of the other packages as .egg-info just as well.
    private const string Collect = """
        import glob, os, subprocess, zipfile
        packages, jupyter = "/usr/lib/python3/dist-packages", "/usr/share/jupyter"
        before = {os.path.join(folder, name) for folder, folders, files in os.walk(packages) for name in folders + files}
        subprocess.run(["apt-get", "update", "-q"], check=True)
        subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", "jupyter-notebook", "python3-ipykernel"], check=True)
        version = os.path.basename(glob.glob(f"{packages}/notebook-*-info")[0]).split("-")[1].removesuffix(".egg")
        name, info, record = f"notebook-{version}-py3-none-any.whl", f"notebook-{version}.dist-info", []
        with zipfile.ZipFile("/out/partial", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as wheel:
            def add(name, data):
                wheel.writestr(name, data)
                record.append(f"{name},,")
            for root, target in ((packages, ""), (jupyter, f"notebook-{version}.data/data/share/jupyter/")):
                for folder, folders, files in os.walk(root, followlinks=True):
                    skipped = ("__pycache__", "tests", "debugpy", "coverage", "MathJax")
                    folders[:] = [child for child in folders if child not in skipped and os.path.join(folder, child) not in before]
                    for path in (os.path.join(folder, file) for file in files):
                        if path not in before and os.path.isfile(path):
                            add(target + os.path.relpath(path, root).replace(".dist-info/", ".egg-info/"), open(path, "rb").read())
            add(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: notebook\nVersion: {version}\n")
            add(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            add(f"{info}/entry_points.txt", "[console_scripts]\njupyter-notebook = notebook.notebookapp:main\n")
            add(f"{info}/RECORD", "\n".join(record + [f"{info}/RECORD,,"]) + "\n")
        os.rename("/out/partial", "/out/" + name)
        """;

    private static readonly Lazy<Task<string>> Shared = new(MakeAsync);

    /// <summary>The folder of the wheel.</summary>
    public static Task<string> GetFolderAsync() => Shared.Value;

    private static async Task<string> MakeAsync()
    {
        var image = (await DockerCli.AskAsync("image", "inspect", "--format", "{{.Id}}", DockerFactAttribute.BaseImage)).Split(':')[^1][..12];
        var kept = Path.Combine(Path.GetTempPath(), $"caliban-notebook-{image}");
        if (!Directory.Exists(kept))
        {
            using var folder = new TemporaryFolder("caliban-wheel");
            var collect = folder.Write("collect.py", Collect);
            var output = Directory.CreateDirectory(Path.Combine(folder.Path, "out")).FullName;
            await DockerCli.AskAsync(
                "run", "--rm", "--env", "DEBIAN_FRONTEND=noninteractive",
                "--volume", $"{collect}:/collect.py:ro", "--volume", $"{output}:/out",
                DockerFactAttribute.BaseImage, "python", "/collect.py");
            Directory.Move(output, kept);
        }

        return kept;
    }
}
