using Caliban.Core.Diagnostics;
using Caliban.Core.Local;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

public sealed class RuntimeCredentialsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _reported = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_key_of_the_project_comes_before_the_variable()
    {
        _variables["GOOGLE_APPLICATION_CREDENTIALS"] = _folder.Write("other.json", "");

        Assert.Equal(new RuntimeCredentials("/keys/key.json"), Find("/keys/key.json"));
    }

    [Fact]
    public void The_variable_comes_before_the_default_and_is_relative_to_the_project()
    {
        _folder.Write("gcloud/application_default_credentials.json", "");
        _variables["CLOUDSDK_CONFIG"] = Path.Combine(_folder.Path, "gcloud");
        var file = _folder.Write("keys/key.json", "");
        _variables["GOOGLE_APPLICATION_CREDENTIALS"] = Path.Combine("keys", "key.json");

        Assert.Equal(new RuntimeCredentials(file), Find());
    }

    [Fact]
    public void The_default_is_where_gcloud_is_told_to_keep_it()
    {
        var file = _folder.Write("gcloud/application_default_credentials.json", "");
        _variables["CLOUDSDK_CONFIG"] = Path.Combine(_folder.Path, "gcloud");

        Assert.Equal(new RuntimeCredentials(file), Find());
    }

    [UnixFact]
    public void The_default_is_in_the_home_otherwise()
    {
        var file = _folder.Write(".config/gcloud/application_default_credentials.json", "");
        _variables["HOME"] = _folder.Path;

        Assert.Equal(new RuntimeCredentials(file), Find());
    }

    [Fact]
    public void There_may_be_none()
    {
        _variables["HOME"] = _variables["APPDATA"] = _folder.Path;

        Assert.Null(Find());
        Assert.Empty(_reported.Reported);
    }

    [Fact]
    public void A_variable_that_names_a_missing_file_is_a_warning_and_the_default_does_not_stand_in_for_it()
    {
        _folder.Write("gcloud/application_default_credentials.json", "");
        _variables["CLOUDSDK_CONFIG"] = Path.Combine(_folder.Path, "gcloud");
        _variables["GOOGLE_APPLICATION_CREDENTIALS"] = Path.Combine(_folder.Path, "none.json");

        Assert.Null(Find());
        Assert.Same(SessionDiagnostics.CredentialsMissing, Assert.Single(_reported.Reported).Descriptor);
    }

    [Fact]
    public void A_project_may_want_none()
    {
        _variables["GOOGLE_APPLICATION_CREDENTIALS"] = "/nowhere";

        Assert.Null(Find("/keys/key.json", mount: false));
        Assert.Empty(_reported.Reported);
    }

    [Fact]
    public void A_container_gets_the_file_read_only_and_its_name() => Assert.Equal(
        ["--mount", "type=bind,src=/keys/key.json,dst=/run/caliban/credentials.json,readonly", "--env", "GOOGLE_APPLICATION_CREDENTIALS=/run/caliban/credentials.json"],
        new RuntimeCredentials("/keys/key.json").DockerArguments);

    private RuntimeCredentials? Find(string cloudKey = "", bool mount = true) =>
        RuntimeCredentials.Find(cloudKey, mount, _folder.Path, name => _variables.GetValueOrDefault(name), _reported);
}
