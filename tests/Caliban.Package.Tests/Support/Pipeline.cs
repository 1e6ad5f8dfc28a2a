using System.Text.RegularExpressions;
using Caliban.Testing;
using YamlDotNet.RepresentationModel;

namespace Caliban.Package.Tests.Support;

/// <summary>A ready pipeline of <c>docs/ci.md</c>.</summary>
internal sealed class Pipeline
{
    private Pipeline(YamlMappingNode root) => Root = root;

    public YamlMappingNode Root { get; }

    /// <summary>The example below a heading of the page.</summary>
    public static Pipeline Read(string heading)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ci.md"));
        var match = Regex.Match(page, $"^## {Regex.Escape(heading)}\n.*?^```yaml\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(match.Success, $"docs/ci.md has no pipeline for {heading}");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(match.Groups[1].Value));
        return new Pipeline((YamlMappingNode)Assert.Single(yaml.Documents).RootNode);
    }

    /// <summary>What stands under names, one inside the other.</summary>
    public static YamlNode At(YamlNode node, params string[] names) =>
        names.Aggregate(node, (inner, name) => inner[name]);

    /// <summary>The texts under a name of each step that has it.</summary>
    public static IReadOnlyList<string> Texts(YamlNode steps, string name) =>
    [
        .. ((YamlSequenceNode)steps).OfType<YamlMappingNode>()
            .Where(step => step.Children.ContainsKey(name))
            .Select(step => ((YamlScalarNode)step[name]).Value!),
    ];

    /// <summary>The command of a step in the consumer's folder, as its CI system would run it.</summary>
    public static Command Command(Consumer consumer, string script, params (string Name, string? Value)[] variables)
    {
        var command = consumer.WithHome(consumer.Dotnet("-p:CalibanEngine=process")) with
        {
            Program = "bash",
            Arguments = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        };
        var dotnet = Path.GetDirectoryName(Testing.Command.DotnetPath);
        command.Environment["PATH"] = string.IsNullOrEmpty(dotnet)
            ? Environment.GetEnvironmentVariable("PATH")
            : $"{dotnet}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        command.Environment["CI"] = "true";
        foreach (var (name, value) in variables)
        {
            command.Environment[name] = value;
        }

        return command;
    }
}
