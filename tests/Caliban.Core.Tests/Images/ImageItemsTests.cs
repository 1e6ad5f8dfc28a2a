using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Images;

/// <summary>Which names may reach a Dockerfile: nothing that a shell, Docker, apt or pip would read as more than a name.</summary>
public sealed class ImageItemsTests
{
    private readonly List<Diagnostic> _mistakes = [];

    [Theory]
    [InlineData("python:3.12-slim")]
    [InlineData("debian")]
    [InlineData("nvidia/cuda:12.4.1-runtime-ubuntu22.04")]
    [InlineData("localhost:5000/team/image")]
    [InlineData("registry.example.com:5000/team/image:tag_1.2-x")]
    [InlineData("python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("python:3.12@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Base_images_that_are_accepted(string name) => Accepts(ImageItems.CheckBaseImage, name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("--platform=linux/arm64 python")]
    [InlineData("-x")]
    [InlineData("python:3.12 AS build")]
    [InlineData("python:3.12\nRUN evil")]
    [InlineData("python:3.12\n")]
    [InlineData("${BASE}")]
    [InlineData("python:")]
    [InlineData("python:größe")]
    [InlineData("python:a:b")]
    [InlineData("https://example.com/image")]
    [InlineData("python@latest")]
    public void Base_images_that_are_refused(string name) => Refuses(ImageItems.CheckBaseImage, "BaseImage", name);

    [Theory]
    [InlineData("git")]
    [InlineData("g++")]
    [InlineData("libgomp1")]
    [InlineData("libstdc++6")]
    [InlineData("libc6:amd64")]
    [InlineData("git=1:2.39.5-0+deb12u2")]
    [InlineData("git/bookworm-backports")]
    [InlineData("libfoo2.0")]
    [InlineData("xz=1.0~rc1-2")]
    public void Apt_packages_that_are_accepted(string name) => Accepts(ImageItems.CheckAptPackage, name);

    [Theory]
    [InlineData("")]
    [InlineData("git curl")]
    [InlineData("git;reboot")]
    [InlineData("git && reboot")]
    [InlineData("$(reboot)")]
    [InlineData("`reboot`")]
    [InlineData("git|sh")]
    [InlineData("git\ncurl")]
    [InlineData("git\n")]
    [InlineData("-y")]
    [InlineData("--allow-unauthenticated")]
    [InlineData("git-")]
    [InlineData("git=1.0-")]
    [InlineData("Git")]
    [InlineData("./local.deb")]
    [InlineData("lib*")]
    [InlineData("git>1")]
    [InlineData("git \\")]
    public void Apt_packages_that_are_refused(string name) => Refuses(ImageItems.CheckAptPackage, "AptPackage", name);

    [Theory]
    [InlineData("numpy")]
    [InlineData("numpy>=2,<3")]
    [InlineData("torch[extra]==2.5")]
    [InlineData("importlib-metadata; python_version < \"3.8\"")]
    [InlineData("pip @ https://example.com/pip-1.0.whl#sha256=0123")]
    [InlineData("pkg~=1.0, !=1.0.3")]
    [InlineData("git+https://example.com/x.git@main")]
    public void Python_packages_that_are_accepted(string name) => Accepts(ImageItems.CheckPythonPackage, name);

    [Theory]
    [InlineData("")]
    [InlineData("-r other.txt")]
    [InlineData("--index-url=https://example.com")]
    [InlineData("numpy' && reboot '")]
    [InlineData("numpy\nRUN reboot")]
    [InlineData("numpy\n")]
    [InlineData("numpy\\")]
    [InlineData("numpy <<EOF")]
    [InlineData("./wheel.whl")]
    [InlineData(" numpy")]
    public void Python_packages_that_are_refused(string name) => Refuses(ImageItems.CheckPythonPackage, "PythonPackage", name);

    [Theory]
    [InlineData("python", true)]
    [InlineData("python3.12", true)]
    [InlineData("/opt/conda/bin/python3", true)]
    [InlineData("python3-config", true)]
    [InlineData("", false)]
    [InlineData("-m", false)]
    [InlineData("python -u", false)]
    [InlineData("python;reboot", false)]
    [InlineData("$PYTHON", false)]
    [InlineData("python\n", false)]
    public void Programs(string name, bool valid) => Assert.Equal(valid, ImageItems.IsProgramName(name));

    private void Accepts(Action<DeclaredItem, ICollection<Diagnostic>> check, string name)
    {
        check(new DeclaredItem("Item", name, "train.csproj"), _mistakes);

        Assert.Empty(_mistakes);
    }

    private void Refuses(Action<DeclaredItem, ICollection<Diagnostic>> check, string type, string name)
    {
        check(new DeclaredItem(type, name, "train.csproj"), _mistakes);

        var mistake = Assert.Single(_mistakes);
        Assert.Same(ProjectDiagnostics.ItemInvalid, mistake.Descriptor);
        Assert.StartsWith($"{type} '{name}' cannot be used: ", mistake.Message);
        Assert.Equal(new SourceLocation("train.csproj"), mistake.Location);
    }
}
