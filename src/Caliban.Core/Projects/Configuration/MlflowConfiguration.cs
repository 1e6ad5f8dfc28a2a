using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects.Configuration;

/// <summary>
/// <c>mlflow_config</c>: a tracking database in Cloud SQL. It holds a password, so it is part of no plan and of no image:
/// it is read where a job is started.
/// </summary>
public sealed record MlflowConfiguration(string Project, string Region, string Database, string User, string Password, string ArtifactRoot, bool Debug)
{
    /// <summary>The instance as Cloud SQL names it.</summary>
    public string Instance => $"{Project}:{Region}:{Database}";

    /// <summary>Without the password.</summary>
    public override string ToString() => Instance;

    internal static MlflowConfiguration? Read(ConfigurationValue value, ConfigurationKeys keys)
    {
        string[] required = ["project", "region", "db", "user", "password", "artifact_root"];
        if (!keys.IsObject(value, [.. required, "debug"]))
        {
            return null;
        }

        var texts = required.Select(name => value.Find(name) is { } text ? keys.Text(text) : null).ToList();
        var missing = required.Where(name => value.Find(name) is null).ToList();
        if (missing.Count > 0)
        {
            keys.Mistakes.Add(Diagnostic.Create(
                ConfigurationFileDiagnostics.KeysMissing, value.Location, value.Name, string.Join(", ", missing.Select(name => $"\"{name}\""))));
        }

        var debug = value.Find("debug") is { } flag && keys.Boolean(flag);
        return texts.Contains(null) ? null : new MlflowConfiguration(texts[0]!, texts[1]!, texts[2]!, texts[3]!, texts[4]!, texts[5]!, debug);
    }
}
