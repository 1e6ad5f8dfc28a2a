using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Environments;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Tests.Images.Environments;

public sealed class OwnDockerfileTests : IDisposable
{
    private readonly EnvironmentProject _project = new(("data/a.txt", ""), ("data/deep/b.txt", ""), ("x y.txt", ""), ("other.txt", ""));

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("COPY data /data", "data")]
    [InlineData("COPY ./data/ /data", "data")]
    [InlineData("COPY /data/a.txt other.txt /x/", "data/a.txt,other.txt")]
    [InlineData("COPY *.txt /x/", "other.txt,x y.txt")]
    [InlineData("COPY data/*/b.tx? /x/", "data/deep/b.txt")]
    [InlineData("COPY [\"x y.txt\", \"/x/\"]", "x y.txt")]
    [InlineData("copy --chown=1:2 --chmod=644 other.txt \\\n# comment\n  data/a.txt /x/", "data/a.txt,other.txt")]
    [InlineData("COPY --from=build /data /data", "")]
    [InlineData("ADD https://example.com/x.tgz other.txt /x/", "other.txt")]
    [InlineData("ADD git@example.com:x.git /x/", "")]
    [InlineData("COPY <<EOF /x\nCOPY other.txt /\nEOF", "")]
    [InlineData("ONBUILD COPY other.txt /x/", "other.txt")]
    [InlineData("COPY . /x/", ".")]
    [InlineData("ARG A\nCOPY $A /x/", ".")]
    [InlineData("COPY \"broken", ".")]
    [InlineData("RUN --mount=type=bind,target=/src make", ".")]
    [InlineData("RUN --mount=type=cache,target=/c --mount=type=bind,from=build,target=/s make", "")]
    [InlineData("COPY missing.txt /x/", "")]
    public void What_it_copies_is_the_context(string instruction, string sources)
    {
        _project.Write("env.Dockerfile", $"FROM debian\n{instruction}\n");

        Assert.Equal(sources, string.Join(',', Resolve().DockerfileSources));
    }

    [Theory]
    [InlineData("FROM a:1\nFROM b:2", "b:2")]
    [InlineData("FROM a:1 AS first\nFROM --platform=linux/amd64 first", "a:1")]
    [InlineData("ARG X=1\nFROM a:${X}", "scratch")]
    public void Its_base_image_is_that_of_the_last_stage(string text, string image)
    {
        _project.Write("env.Dockerfile", text);

        Assert.Equal(image, Resolve().BaseImage);
    }

    [Theory]
    [InlineData("FROM a", "FROM a AS environment", "environment")]
    [InlineData("FROM a AS one\nFROM one AS Two\nRUN x", "FROM a AS one\nFROM one AS Two\nRUN x", "Two")]
    [InlineData("FROM \\\n  a\nRUN x", "FROM \\\n  a AS environment\nRUN x", "environment")]
    public void Its_last_stage_has_a_name_in_the_file_for_people(string text, string named, string stage) =>
        Assert.Equal((named, stage), OwnDockerfile.Name(text));

    [Fact]
    public void Its_text_and_what_it_copies_decide_the_name()
    {
        _project.Write("env.Dockerfile", "FROM debian\nCOPY data /data\n");
        var before = Name();
        _project.Write("other.txt", "changed");
        Assert.Equal(before, Name());
        _project.Write("data/deep/b.txt", "changed");
        var after = Name();
        Assert.NotEqual(before, after);
        _project.Write("env.Dockerfile", "FROM debian\nCOPY data /other\n");
        Assert.NotEqual(after, Name());

        string Name() => ImageSpecification.Read(
            _project.ResolveImage(image => image with { EnvironmentDockerfile = "env.Dockerfile" }), "p", _project.Folder, Path.Combine(_project.Folder, "obj"), CancellationToken.None)
            .EnvironmentReference;
    }

    [Fact]
    public void Its_text_is_used_as_it_is_and_ends_with_a_line_end()
    {
        _project.Write("env.Dockerfile", "FROM debian\r\nRUN x");

        Assert.Equal("FROM debian\r\nRUN x\n", EnvironmentDockerfile.Write(Resolve(), buildKit: true));
    }

    [Fact]
    public void Both_files_are_one_for_people()
    {
        _project.Write("env.Dockerfile", "# syntax=docker/dockerfile:1\nFROM debian\nRUN x\n");

        var text = ProjectDockerfile.Write(_project.ResolveImage(image => image with { EnvironmentDockerfile = "env.Dockerfile" }));

        Assert.StartsWith("# syntax=docker/dockerfile:1\n# Written by Caliban.Sdk", text);
        Assert.Contains("\nFROM debian AS environment\nRUN x\n\nFROM environment\nWORKDIR /usr/app\n", text);
    }

    [Theory]
    [InlineData("nowhere", "not a file of the project folder")]
    [InlineData("../x", "a path that leaves the project folder")]
    [InlineData("other.txt", "a file without a FROM instruction")]
    public void One_that_cannot_be_used(string path, string reason) => Assert.Contains(
        $"CAL3015: CalibanEnvironmentDockerfile '{path}' is {reason}", Assert.Single(_project.Mistakes(image => image with { EnvironmentDockerfile = path })));

    private Core.Images.EnvironmentDeclaration Resolve() => _project.Resolve(image => image with { EnvironmentDockerfile = "env.Dockerfile" });
}
