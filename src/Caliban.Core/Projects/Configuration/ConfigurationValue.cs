using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects.Configuration;

/// <summary>A value of a JSON file with its place.</summary>
/// <param name="Name">The key it belongs to, such as <c>gcloud.project_id</c>; empty for the whole file.</param>
internal sealed record ConfigurationValue(string Name, JsonValueKind Kind, SourceLocation Location)
{
    /// <summary>Of a string; otherwise empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The members of an object, each named with its whole path, and with the place of its key.</summary>
    public IReadOnlyList<(string Key, SourceLocation Location, ConfigurationValue Value)> Members { get; init; } = [];

    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<ConfigurationValue> Elements { get; init; } = [];

    /// <summary>A member that is not null.</summary>
    public ConfigurationValue? Find(string key) =>
        Members.LastOrDefault(member => member.Key == key).Value is { Kind: not JsonValueKind.Null } value ? value : null;
}
