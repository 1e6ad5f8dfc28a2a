namespace Caliban.Core.Images.Environments;

/// <summary><c>build_time_credentials</c>: the steps of the environment can read a Google credential, which stays out of the image.</summary>
/// <seealso href="https://cloud.google.com/docs/authentication/application-default-credentials"/>
internal static class BuildTimeCredentials
{
    private const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";

    public static IEnumerable<BuildSecret> Of(DeclaredImage image) => image.Configuration.HasBuildTimeCredentials
        ? [new BuildSecret("google-credentials", Find(image), Variable: null, Target: null, Export: null) { ExportPath = Variable }]
        : [];

    /// <summary>The key that is declared, that of the variable, or the user's own.</summary>
    private static string Find(DeclaredImage image)
    {
        string? Value(string name) => image.Variable(name) is { Length: > 0 } value ? value : null;
        var key = image.CloudKey.Length > 0 ? image.CloudKey : Value(Variable);
        var folder = Value("CLOUDSDK_CONFIG")
            ?? (Value("APPDATA") is { } data && OperatingSystem.IsWindows() ? Path.Combine(data, "gcloud") : Path.Combine(Value("HOME") ?? "/", ".config", "gcloud"));
        return Path.GetFullPath(key ?? Path.Combine(folder, "application_default_credentials.json"), image.ProjectFolder);
    }
}
