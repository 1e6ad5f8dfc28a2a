using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Images.Environments;

public sealed class DockerfileLineTests : IDisposable
{
    private readonly EnvironmentProject _project = new(("data/a.txt", ""), ("data/b.bin", ""), ("more.Dockerfile", "RUN a \\\r\n  && b\r\n\r\nCOPY data/*.txt /data/\r\n"));

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Lines_go_to_their_stage_in_declared_order()
    {
        var image = _project.ResolveImage(declared => declared with
        {
            DockerfileLines = [Line("ENV A=1", "base"), Line("ENV B=1"), Line("ENV C=1", "Code"), Line("more.Dockerfile", "environment"), Line("ENV D=1")],
        });

        Assert.Equal(["ENV A=1"], image.Environment.BaseLines);
        Assert.Equal(["ENV B=1", "RUN a \\\n  && b\n\nCOPY data/*.txt /data/", "ENV D=1"], image.Environment.Lines);
        Assert.Equal(["ENV C=1"], image.Lines);
        Assert.Equal(["data/a.txt"], image.Environment.DockerfileSources);
        Assert.Equal(["data/a.txt"], image.Environment.Sources);
    }

    [Theory]
    [InlineData("FROM debian", "", "it has a FROM")]
    [InlineData("from debian AS x", "", "it has a FROM")]
    [InlineData("RUM apt-get update", "", "'RUM' is no instruction of a Dockerfile")]
    [InlineData("missing.Dockerfile", "", "it is neither an instruction, such as 'ENV NAME=value', nor a file of the project folder")]
    [InlineData("../x.Dockerfile", "", "it is a path that leaves the project folder")]
    [InlineData("ENV A=1", "last", "its Stage is 'last'")]
    [InlineData("COPY data /data", "code", "COPY takes files of the project, and in the stage 'code' they are below /usr/app already")]
    public void Lines_that_cannot_be_used(string line, string stage, string message) => Assert.Contains(
        $"CAL3012: DockerfileLine '{line}' cannot be used: {message}",
        Assert.Single(_project.Mistakes(image => image with { DockerfileLines = [Line(line, stage)] })));

    [Theory]
    [InlineData("RUN echo FROM x")]
    [InlineData("COPY --from=debian /a /b")]
    [InlineData("RUN cat <<EOF\nFROM x\nEOF")]
    [InlineData("# a comment\nENV A=1")]
    public void Lines_that_are_accepted_for_the_code(string line) =>
        Assert.Single(_project.ResolveImage(image => image with { DockerfileLines = [Line(line, "code")] }).Lines);

    private static DeclaredItem Line(string text, string stage = "") => EnvironmentProject.Item("DockerfileLine", text, "", ("Stage", stage));
}
