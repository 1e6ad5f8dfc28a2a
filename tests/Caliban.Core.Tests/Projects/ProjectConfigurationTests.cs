using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;
using Caliban.Core.Projects.Configuration;
using Caliban.Core.Tests.Images.Environments;

namespace Caliban.Core.Tests.Projects;

/// <summary><c>.calibanconfig.json</c>, as google/caliban's documents show it.</summary>
public sealed class ProjectConfigurationTests
{
    private const string Mlflow = """{"project": "p", "region": "r", "db": "d", "user": "u", "password": "secret", "artifact_root": "gs://b", "debug": true}""";

    [Fact]
    public void Every_key_is_read()
    {
        var (configuration, mistakes) = Read($$$"""
            # a comment
            {
              "base_image": {"cpu": "a#b"}, // another
              "apt_packages": ["git", "curl"],
              "build_time_credentials": true,
              "julia_version": " 1.10.4 ",
              "default_mode": " GPU",
              "gcloud": {"project_id": "my-project", "cloud_key": "key.json"},
              "mlflow_config": {{{Mlflow}}},
              "uv": {"mlflow": {"pubsub_project": "q"}},
            }
            """);

        Assert.Empty(mistakes);
        Assert.Equal("a#b cpu", string.Join(';', configuration.BaseImages.Select(item => $"{item.Name} {item.Mode}")));
        Assert.Equal(["git", "curl"], configuration.AptPackages.Select(item => item.Name));
        Assert.Equal((true, "1.10.4", true), (configuration.HasBuildTimeCredentials, configuration.JuliaVersion, configuration.UseGpu));
        Assert.Equal(("my-project", "key.json", "q", "mlflow"), (configuration.ProjectId, configuration.CloudKey, configuration.PubsubProject, configuration.PubsubTopic));
        Assert.Equal(new MlflowConfiguration("p", "r", "d", "u", "secret", "gs://b", Debug: true), configuration.Mlflow);
        Assert.DoesNotContain("secret", configuration.ToString());
    }

    [Theory]
    [InlineData("{", "(1,2): CAL1020")]
    [InlineData("{\n  \"base_image\" 1}", "(2,16): CAL1020")]
    [InlineData("", "(1,1): CAL1020")]
    [InlineData("{} {}", "(1,4): CAL1020")]
    [InlineData("[]", "(1,1): CAL1023: The file of .calibanconfig.json must be an object with the keys \"apt_packages\"")]
    [InlineData("{\"größe\": 1,\n \"base_imag\": \"x\"}", "(1,2): CAL1022|(2,2): CAL1022: \"base_imag\" is no key of .calibanconfig.json. Did you mean \"base_image\"?")]
    [InlineData("{\"base_image\": 3}", "(1,16): CAL1023: \"base_image\" of .calibanconfig.json must be a name, or an object with a name for \"cpu\" and \"gpu\".")]
    [InlineData("{\"base_image\": {\"tpu\": \"x\"}}", "(1,17): CAL1022: \"tpu\" is no key of .calibanconfig.json in \"base_image\".")]
    [InlineData("{\"apt_packages\": \"git\"}", "(1,18): CAL1023: \"apt_packages\" of .calibanconfig.json must be a list of names")]
    [InlineData("{\"apt_packages\": {\"cpu\": [\"git\", 3]}}", "(1,34): CAL1023: \"apt_packages.cpu\"")]
    [InlineData("{\"default_mode\": \"tpu\"}", "(1,18): CAL1023: \"default_mode\" of .calibanconfig.json must be \"cpu\" or \"gpu\".")]
    [InlineData("{\"julia_version\": \"1.10\"}", "(1,19): CAL1023: \"julia_version\" of .calibanconfig.json must be a whole version such as \"1.10.4\"")]
    [InlineData("{\"julia_version\": \"1.1.1;reboot\"}", "(1,19): CAL1023")]
    [InlineData("{\"gcloud\": {\"project_id\": \" \"}}", "(1,27): CAL1023: \"gcloud.project_id\" of .calibanconfig.json must be a string that is not empty.")]
    [InlineData("{\"build_time_credentials\": \"yes\"}", "(1,28): CAL1023")]
    [InlineData("{\"mlflow_config\": {\"project\": \"p\", \"region\": \"r\"}}", "(1,19): CAL1024: \"mlflow_config\" of .calibanconfig.json lacks \"db\", \"user\", \"password\", \"artifact_root\".")]
    [InlineData("{\"uv\": {\"mlflow\": []}}", "(1,19): CAL1023")]
    [InlineData("{\"uv\": {}, \"uv\": {}}", "(1,12): CAL1025: The key \"uv\"")]
    public void Mistakes_have_a_place(string text, string expected)
    {
        var (_, mistakes) = Read(text);

        var found = mistakes.Select(mistake => mistake.ToString().Split(".calibanconfig.json", 2)[1].Replace("error ", "", StringComparison.Ordinal)).ToList();
        Assert.Equal(expected.Split('|').Length, found.Count);
        Assert.All(expected.Split('|').Zip(found), pair => Assert.StartsWith(pair.First, pair.Second));
    }

    [Fact]
    public void The_project_wins_over_the_file_for_each_key_and_mode()
    {
        using var project = new EnvironmentProject((".calibanconfig.json", """
            {"base_image": {"gpu": "file:{}"}, "apt_packages": {"cpu": ["from-file"], "gpu": ["from-file-gpu"]}, "default_mode": "gpu"}
            """));

        var environment = project.Resolve(image => image with { AptPackages = [EnvironmentProject.Item("AptPackage", "from-project", "cpu")] });
        Assert.Equal(("file:gpu", "from-file-gpu"), (environment.BaseImage, Assert.Single(environment.AptPackages)));

        environment = project.Resolve(image => image with { UseGpu = "false", AptPackages = [EnvironmentProject.Item("AptPackage", "from-project", "cpu")] });
        Assert.Equal(("python:3.12-slim", "from-project"), (environment.BaseImage, Assert.Single(environment.AptPackages)));

        environment = project.Resolve(image => image with { UseGpu = "false" });
        Assert.Equal("from-file", Assert.Single(environment.AptPackages));
    }

    [Fact]
    public void A_name_in_it_that_cannot_be_used_is_a_mistake_at_its_place()
    {
        using var project = new EnvironmentProject((".calibanconfig.json", "{\n  \"apt_packages\": [\"git\", \"-y\"]}"));

        Assert.StartsWith(".calibanconfig.json(2,27): CAL1009: AptPackage '-y'", Assert.Single(project.Mistakes()));
    }

    [Fact]
    public void The_key_of_the_cloud_is_a_secret_of_the_steps_and_its_place_is_found()
    {
        using var project = new EnvironmentProject((".calibanconfig.json", """{"build_time_credentials": true, "gcloud": {"cloud_key": "key.json"}}"""));

        Assert.Equal(Path.Combine(project.Folder, "key.json"), Source(""));
        Assert.Equal("/other.json", Source("/other.json"));

        project.Write(".calibanconfig.json", """{"build_time_credentials": true}""");
        Assert.Equal("/home/me/.config/gcloud/application_default_credentials.json", Source("", ("HOME", "/home/me")));
        Assert.Equal("/conf/application_default_credentials.json", Source("", ("HOME", "/home/me"), ("CLOUDSDK_CONFIG", "/conf")));
        Assert.Equal("/v.json", Source("", ("GOOGLE_APPLICATION_CREDENTIALS", "/v.json")));

        string? Source(string key, params (string Name, string Value)[] variables)
        {
            var secret = Assert.Single(project.Resolve(image => image with
            {
                CloudKey = key,
                Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
            }).BuildSecrets);
            Assert.Equal(("GOOGLE_APPLICATION_CREDENTIALS", "/run/secrets/google-credentials"), (secret.ExportPath, secret.Path));
            return secret.Source;
        }
    }

    [Fact]
    public void The_tracking_database_is_declared_without_its_password()
    {
        using var project = new EnvironmentProject((".calibanconfig.json", $$"""{"mlflow_config": {{Mlflow}} }"""));

        var image = project.ResolveImage();

        Assert.Equal(("p:r:d", true), (image.CloudSqlInstance, image.Environment.HasCloudSqlProxy));
        Assert.DoesNotContain("secret", Core.Images.ImageDeclarationText.Write(image));
        Assert.DoesNotContain(".calibanconfig.json", Core.Images.Context.BuildContext.Enumerate(project.Folder, ["."]).Select(entry => entry.Path));
    }

    private static (ProjectConfiguration, List<Diagnostic>) Read(string text)
    {
        using var project = new EnvironmentProject((".calibanconfig.json", text));
        var mistakes = new List<Diagnostic>();
        return (ProjectConfiguration.Read(project.Folder, mistakes), mistakes);
    }
}
