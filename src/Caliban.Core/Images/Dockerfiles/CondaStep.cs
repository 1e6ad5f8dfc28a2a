namespace Caliban.Core.Images.Dockerfiles;

/// <summary>The packages of <c>environment.yml</c>, by whichever of micromamba, mamba and conda the base image has.</summary>
/// <seealso href="https://docs.conda.io/projects/conda/en/stable/commands/env/update.html"/>
internal static class CondaStep
{
    public static IEnumerable<string> Write(EnvironmentDeclaration environment, RunStep run)
    {
        if (environment.CondaFile is not { } file)
        {
            return [];
        }

        var missing = DockerfileText.ShellWord(
            $"{file} needs micromamba, mamba or conda, and {environment.BaseImage} has none of them on its PATH or in /opt/conda/bin. "
            + "Use a BaseImage that has one, such as mambaorg/micromamba or condaforge/miniforge3.");
        // Into the environment of the Python that runs the jobs; where there is none yet, into the one that conda begins with.
        var prefix = $"prefix=\"$({environment.Python} -c 'import sys; print(sys.prefix)' 2>/dev/null || echo \"${{CONDA_PREFIX:-${{MAMBA_ROOT_PREFIX:-/opt/conda}}}}\")\"";
        return
        [
            DockerfileText.Copy(file, $"./{file}"),
            run.Write(
                cache: null,
                [
                    "PATH=\"$PATH:/opt/conda/bin\"",
                    $"{{ conda=\"$(command -v micromamba || command -v mamba || command -v conda)\" || {{ echo {missing} >&2; exit 1; }}; }}",
                    prefix,
                    "export PIP_NO_CACHE_DIR=1",
                    "case \"$conda\" in "
                        + $"*/micromamba) \"$conda\" install --yes --quiet --prefix \"$prefix\" --file {file} ;; "
                        + $"*) \"$conda\" env update --quiet --prefix \"$prefix\" --file {file} ;; esac",
                    "\"$conda\" clean --all --yes --quiet",
                ]),
        ];
    }
}
