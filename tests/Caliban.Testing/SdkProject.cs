namespace Caliban.Testing;

/// <summary>A project in a folder of its own that imports the SDK from the source tree.</summary>
public sealed class SdkProject : IDisposable
{
    private readonly TemporaryFolder _folder;

    /// <param name="body">What stands inside the <c>Project</c> element.</param>
    /// <param name="fileName">The project file.</param>
    public SdkProject(string body, string fileName = "trial.csproj", string folderName = "caliban")
    {
        _folder = new TemporaryFolder(folderName);
        // Keeps Directory.Build files of parent folders out.
        _folder.Write("Directory.Build.props", "<Project />");
        _folder.Write("Directory.Build.targets", "<Project />");
        File = _folder.Write(fileName, $"""
            <Project>
              <PropertyGroup>
                <CalibanTasksAssembly>{Xml(Repository.TasksAssembly)}</CalibanTasksAssembly>
                <CalibanRunnerAssembly>{Xml(Repository.RunnerAssembly)}</CalibanRunnerAssembly>
                <CalibanHistoryUrl>{Xml(HistoryFile)}</CalibanHistoryUrl>
              </PropertyGroup>
              <Import Project="{Xml(Path.Combine(Repository.Sdk, "Sdk.props"))}" />
            {body}
              <Import Project="{Xml(Path.Combine(Repository.Sdk, "Sdk.targets"))}" />
            </Project>
            """);
    }

    /// <summary>The project file; absolute.</summary>
    public string File { get; }

    public string Folder => _folder.Path;

    /// <summary>The history of its jobs, which is never that of the person who runs the tests.</summary>
    public string HistoryFile => Path.Combine(Folder, "obj", "history.db");

    public string Write(string relativePath, string content) => _folder.Write(relativePath, content);

    public Command Dotnet(params string[] arguments) => Command.Dotnet(Folder, arguments);

    public void Dispose() => _folder.Dispose();

    private static string Xml(string text) => System.Security.SecurityElement.Escape(text);
}
