using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Environments of every kind, built by a real engine; packages come from an index on loopback.</summary>
public sealed class EnvironmentTests
{
    private const string Setup = """
        import os, re
        from setuptools import setup, find_packages
        here = os.path.dirname(os.path.abspath(__file__))
        def text(*parts): return open(os.path.join(here, *parts)).read()
        setup(name="mypackage", version=re.search("'(.*)'", text("src", "mypackage", "_release.py"))[1],
              long_description=text("README.md"), install_requires=text("requirements", "base.txt").split(),
              package_dir={"": "src"}, packages=find_packages("src"),
              extras_require={"cpu": ["for-cpu"], "gpu": ["for-gpu"], "plots": ["for-plots"]})
        """;

    /// <summary>The smallest backend there is: an editable installation is a path file.</summary>
    private static readonly PythonWheel Backend = new("tiny-backend")
    {
        Files = new()
        {
            ["tiny_backend.py"] = """
                import os, tomllib, zipfile
                def build_editable(folder, settings=None, metadata=None):
                    with open("pyproject.toml", "rb") as file: project = tomllib.load(file)["project"]
                    name, info = project["name"], project["name"] + "-1.0.dist-info"
                    with zipfile.ZipFile(os.path.join(folder, name + "-1.0-py3-none-any.whl"), "w") as wheel:
                        wheel.writestr(name + ".pth", os.getcwd() + "\n")
                        wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\nGenerator: tiny\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                        wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.0\n" + "".join("Requires-Dist: " + d + "\n" for d in project["dependencies"]))
                        wheel.writestr(info + "/RECORD", "")
                    return name + "-1.0-py3-none-any.whl"
                build_wheel = build_editable
                """,
        },
    };

    [DockerFact]
    public async Task A_setup_that_reads_other_files_is_installed_and_a_change_of_the_code_does_not_install_it_again()
    {
        using var index = new PackageIndex(new("for-all"), new("for-cpu"), new("for-plots"));
        await using var trial = await EnvironmentTrial.CreateAsync(
            "import for_all, for_cpu, for_plots, mypackage.model; print('runs', mypackage.model.VALUE, mypackage.model.__file__)",
            Index(index),
            module: "src/mypackage/train.py",
            properties: "<CalibanExtras>plots</CalibanExtras>");
        trial.Consumer.Write("setup.py", Setup);
        trial.Consumer.Write("README.md", "What it does");
        trial.Consumer.Write("requirements/base.txt", "for-all\n");
        trial.Consumer.Write("src/mypackage/__init__.py", "");
        trial.Consumer.Write("src/mypackage/_release.py", "version = '1.2'");
        trial.Consumer.Write("src/mypackage/model.py", "VALUE = 1");
        foreach (var buildKit in (bool[])[false, true])
        {
            trial.Consumer.Write("src/mypackage/model.py", "VALUE = 1");
            (await trial.SweepAsync(buildKit, EnvironmentTrial.HostNetwork, $"-p:CalibanPython={(buildKit ? "python3" : "python")}"))
                .ShouldSucceed().ShouldSay("runs 1 /usr/app/src/mypackage/model.py", "environment: ");
            var requests = index.Requests.Count;

            trial.Consumer.Write("src/mypackage/model.py", "VALUE = 2");
            (await trial.SweepAsync(buildKit, EnvironmentTrial.HostNetwork, $"-p:CalibanPython={(buildKit ? "python3" : "python")}"))
                .ShouldSucceed().ShouldSay("runs 2 /usr/app/src/mypackage/model.py").ShouldNotSay("environment: ");
            Assert.Equal(requests, index.Requests.Count);
        }
    }

    [DockerFact]
    public async Task A_pyproject_is_installed_without_an_index_by_the_setuptools_of_the_base_image()
    {
        await using var trial = await EnvironmentTrial.CreateAsync(
            "import importlib.metadata, mine.deep.model; print('runs', mine.deep.model.VALUE, importlib.metadata.version('mine'))",
            """<BuildArgument Include="PIP_NO_INDEX" Value="1" /><BuildArgument Include="PIP_NO_BUILD_ISOLATION" Value="0" /><ExtraDirectory Include="mine" />""",
            module: "trainer/train.py");
        trial.Consumer.Write("pyproject.toml", """
            [build-system]
            requires = ["setuptools"]
            build-backend = "setuptools.build_meta"
            [project]
            name = "mine"
            dynamic = ["version"]
            [tool.setuptools.packages.find]
            include = ["mine*"]
            [tool.setuptools.dynamic]
            version = {attr = "mine.numbers.VERSION"}
            """);
        trial.Consumer.Write("mine/numbers.py", "VERSION = '3.4'");
        trial.Consumer.Write("mine/deep/model.py", "VALUE = 1");

        (await trial.SweepAsync(buildKit: false)).ShouldSucceed().ShouldSay("runs 1 3.4");
    }

    [DockerFact]
    public async Task Both_builders_leave_the_same_files()
    {
        using var index = new PackageIndex(Backend, new("from-file"), new("from-project"), new("from-item"));
        // As the official images do it: what apt downloads is removed after each command.
        await using var trial = await EnvironmentTrial.CreateAsync(
            "import from_file, from_project, from_item; print('has all three')",
            $"""
            {Index(index)}<AptPackage Include="hello" /><PythonPackage Include="from-item" />
            <DockerfileLine Stage="base" Include="clean.Dockerfile" /><DockerfileLine Include="ENV AFTER=1" /><DockerfileLine Stage="code" Include="RUN test -e train.py" />
            """);
        trial.Consumer.Write("clean.Dockerfile", """
            RUN rm -f /var/cache/apt/archives/*.deb \
                # A comment between the lines
                && echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };' > /etc/apt/apt.conf.d/docker-clean \
                && echo 'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";' >> /etc/apt/apt.conf.d/docker-clean
            """);
        trial.Consumer.Write("requirements.txt", "-r more/other.txt\n");
        trial.Consumer.Write("more/other.txt", "from-file\n");
        trial.Consumer.Write("pyproject.toml", """
            [build-system]
            requires = ["tiny-backend"]
            build-backend = "tiny_backend"
            [project]
            name = "mine"
            dependencies = ["from-project"]
            """);

        (await trial.SweepAsync(buildKit: false, EnvironmentTrial.HostNetwork)).ShouldSucceed().ShouldSay("has all three");
        var classic = await trial.FilesAsync();
        (await trial.SweepAsync(buildKit: true, EnvironmentTrial.HostNetwork, "-p:CalibanPython=python3")).ShouldSucceed().ShouldSay("has all three");

        Assert.Equal(classic, await trial.FilesAsync());
        Assert.Contains(classic, file => file.Contains(" /usr/bin/hello ", StringComparison.Ordinal));
        Assert.DoesNotContain(classic, file => file.Contains("/var/cache/apt/caliban", StringComparison.Ordinal) || file.Contains("/var/cache/pip", StringComparison.Ordinal));

        // The list changes: what was there is not downloaded again.
        var more = await trial.RunAsync(
            trial.Consumer.Sweep("docker", EnvironmentTrial.HostNetwork, "-p:CalibanPython=python3"),
            buildKit: true,
            command => command.Environment["AptPackage"] = "hello;tree");
        more.ShouldSucceed().ShouldSay("2 newly installed").ShouldNotSay(" hello amd64 ");
    }

    [DockerFact]
    public async Task Requirements_that_exclude_each_other_are_reported_in_the_words_of_pip()
    {
        using var index = new PackageIndex(new("shared"), new("wants-two") { Requires = ["shared==2.0"] });
        await using var trial = await EnvironmentTrial.CreateAsync(Scripts.Hello, Index(index));
        trial.Consumer.Write("requirements.txt", "shared==1.0\nwants-two\n");

        var build = await trial.BuildAsync(buildKit: false, EnvironmentTrial.HostNetwork);

        build.ShouldFail().ShouldSay("ResolutionImpossible", "requirements.txt : error CAL3008: pip could not install what requirements.txt asks for");
        build.ShouldSayTimes(1, "error CAL");
    }

    [DockerFact]
    public async Task Conda_files_go_to_the_program_that_the_base_image_has()
    {
        foreach (var (program, arguments) in ((string, string)[])
            [
                ("usr/local/bin/micromamba", "install --yes --quiet --prefix /usr --file environment.yml"),
                ("opt/conda/bin/conda", "env update --quiet --prefix /usr --file environment.yml"),
            ])
        {
            // A stand-in that writes down what it is asked.
            await using var trial = await EnvironmentTrial.CreateAsync(
                "print('asked', open('/asked').read().split('\\n'))",
                """<DockerfileLine Stage="base" Include="stand-in.Dockerfile" />""");
            trial.Consumer.Write("stand-in.Dockerfile", $"""
                RUN mkdir -p $(dirname /{program}) \
                    && printf '#!/bin/sh\necho "$@" >> /asked\n' > /{program} \
                    && chmod +x /{program}
                """);
            trial.Consumer.Write("environment.yml", "dependencies: [numpy]\n");

            (await trial.SweepAsync(buildKit: false)).ShouldSucceed().ShouldSay($"asked ['{arguments}', 'clean --all --yes --quiet', '']");
        }
    }

    [DockerFact]
    public async Task A_conda_file_without_conda_in_the_base_image_is_explained()
    {
        await using var trial = await EnvironmentTrial.CreateAsync(Scripts.Hello);
        trial.Consumer.Write("environment.yml", $"# {Guid.NewGuid()}\n");

        (await trial.BuildAsync(buildKit: true)).ShouldFail().ShouldSay("environment.yml needs micromamba, mamba or conda, and python:3.12-slim has none of them", "error CAL3001");
    }

    [DockerFact]
    public async Task An_own_Dockerfile_is_the_environment()
    {
        await using var trial = await EnvironmentTrial.CreateAsync(
            "import os; print('has', os.environ['OWN'], open('/own/data.txt').read(), sorted(os.listdir('/own')), sorted(os.listdir('.')))",
            module: "trainer/train.py",
            properties: "<CalibanEnvironmentDockerfile>docker/env.Dockerfile</CalibanEnvironmentDockerfile>");
        trial.Consumer.Write("docker/env.Dockerfile", $"""
            FROM {DockerFactAttribute.BaseImage} AS first
            RUN echo made > /made.txt

            FROM {DockerFactAttribute.BaseImage}
            ENV OWN=1
            COPY --chown=0:0 da*.txt /own/
            COPY --from=first /made.txt /own/
            """);
        trial.Consumer.Write("data.txt", "data");
        trial.Consumer.Write("other.txt", "not copied");
        foreach (var buildKit in (bool[])[false, true])
        {
            (await trial.SweepAsync(buildKit, buildKit ? "-p:CalibanNoCache=true" : "-p:CalibanNoCache=false"))
                .ShouldSucceed().ShouldSay("has 1 data ['data.txt', 'made.txt'] ['trainer']");
        }

        trial.Consumer.Write("other.txt", "changed");
        (await trial.BuildAsync(buildKit: true)).ShouldSucceed().ShouldSay("(up to date)");
        trial.Consumer.Write("data.txt", "changed");
        (await trial.BuildAsync(buildKit: true)).ShouldSucceed().ShouldSay("environment: data.txt changed");
    }

    [DockerFact]
    public async Task A_finished_image_gets_only_the_code()
    {
        await using var trial = await EnvironmentTrial.CreateAsync(Scripts.Hello, """<AptPackage Include="not-installed" />""", module: "trainer/train.py");

        (await trial.SweepAsync(buildKit: false, $"-p:CalibanEnvironmentImage={DockerFactAttribute.BaseImage}"))
            .ShouldSucceed().ShouldSay("hello from", "code: ").ShouldNotSay("environment: ");
    }

    private static string Index(PackageIndex index) => $"""<BuildArgument Include="PIP_INDEX_URL" Value="{index.Simple}" />""";
}
