using System.Runtime.InteropServices;
using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;
using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Benchmarks.Cases;

/// <summary>
/// One changed file on its way to a registry on this machine: the layer builder beside <c>docker build</c> with
/// <c>docker push</c>, and beside the task CreateNewImage of Microsoft's SDK.
/// </summary>
internal sealed class PushedImage(Workspace workspace)
{
    public async Task<IReadOnlyList<Row>> MeasureAsync(int files, int runs)
    {
        await using var registry = await RealRegistry.StartAsync();
        var project = new ImageProject(workspace, files);
        var ours = $"{registry.Address}/ours/image";
        var peer = $"{registry.Address}/peer/image:latest";
        await new Build(project.File, "-t:CalibanPush", $"-p:CalibanRepository={ours}").RunAsync();
        await DockerAsync(project, peer);
        var sdk = await MicrosoftBuildAsync(project, registry.Address);
        var (task, docker, whole, microsoft) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var uploaded = new List<long>();
        for (var run = 0; run < runs; run++)
        {
            project.Edit();
            var push = await InnerResult.OfUsAsync(ImageMeasurement.Push, $"{project.File}|{ours}", expectedCount: 1);
            task.Add(push.First);
            uploaded.Add(push.PeakBytes);
            docker.Add(await DockerAsync(project, peer));
            project.Edit();
            whole.Add((await new Build(project.File, "-t:CalibanPush", $"-p:CalibanRepository={ours}", "-p:CalibanImageBuilder=layer").RunAsync()).Seconds);
            microsoft.Add((await sdk.RunAsync()).Seconds);
        }

        var layer = new FileInfo(Path.Combine(project.Folder, "obj", "caliban", "layer.tar.gz")).Length;
        return
        [
            new Row($"push {files:N0} files, one changed, by layer, in the task", new Samples(task))
            {
                PeerName = "docker build + docker push",
                Peer = new Samples(docker),
                Goal = new Goal(Ratio: 0.3),
                Uploaded = new Upload(uploaded.Max(), layer),
            },
            new Row("… the whole command", new Samples(whole))
            {
                PeerName = "CreateNewImage",
                Peer = new Samples(microsoft),
                Goal = new Goal(Ratio: 1),
            },
        ];
    }

    private static async Task<double> DockerAsync(ImageProject project, string image)
    {
        var build = await Timed.RunAsync(new Command(
            "docker", "build", "--tag", image, "--file", Path.Combine(project.Folder, "obj", "caliban", "Dockerfile"), project.Folder));
        return build + await Timed.RunAsync(new Command("docker", "push", image));
    }

    /// <summary>The same files on a base image of the same registry, by the task that Microsoft's SDK publishes images with.</summary>
    private async Task<Build> MicrosoftBuildAsync(ImageProject project, string registry)
    {
        var basis = $"{registry}/base/python:latest";
        await Timed.RunAsync(new Command("docker", "tag", DockerFactAttribute.BaseImage, basis));
        await Timed.RunAsync(new Command("docker", "push", basis));
        // The folder of the runtime is dotnet/shared/Microsoft.NETCore.App/version.
        var sdks = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../sdk"));
        var sdk = Directory.GetDirectories(sdks, "10.*").Order(StringComparer.Ordinal).Last();
        var build = new Build(workspace.Write("microsoft/microsoft.proj", $"""
            <Project>
              <UsingTask TaskName="Microsoft.NET.Build.Containers.Tasks.CreateNewImage" AssemblyFile="{sdk}/Containers/tasks/net10.0/Microsoft.NET.Build.Containers.dll" />
              <Target Name="Build">
                <ItemGroup>
                  <Entry Include="python;-m;trainer.train" />
                  <Tag Include="latest" />
                </ItemGroup>
                <CreateNewImage BaseRegistry="{registry}" BaseImageName="base/python" BaseImageTag="latest" OutputRegistry="{registry}"
                                Repository="microsoft/image" ImageTags="@(Tag)" PublishDirectory="{project.Folder}/trainer" WorkingDirectory="/usr/app"
                                Entrypoint="@(Entry)" ContainerRuntimeIdentifier="linux-x64" RuntimeIdentifierGraphPath="{sdk}/RuntimeIdentifierGraph.json"
                                GenerateLabels="false" GenerateDigestLabel="false" />
              </Target>
            </Project>
            """))
        {
            Variables = { ["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = registry },
        };
        await build.RunAsync();
        return build;
    }
}
