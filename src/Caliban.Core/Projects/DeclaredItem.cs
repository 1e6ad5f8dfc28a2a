using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects;

/// <summary>An item as a project declares it.</summary>
/// <param name="Type">The item type, for example <c>AptPackage</c>.</param>
/// <param name="Name">What it includes.</param>
/// <param name="DefiningFile">The project or import that declares it; absolute.</param>
/// <param name="Mode"><c>cpu</c>, <c>gpu</c>, or empty for both.</param>
public sealed record DeclaredItem(string Type, string Name, string DefiningFile, string Mode = "")
{
    /// <summary>Its other metadata that the type has a use for.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>A metadata value; empty when there is none.</summary>
    public string Get(string name) => Metadata.GetValueOrDefault(name, "");

    /// <summary>Its place where the file is no project; null for the place of the item in <see cref="DefiningFile"/>.</summary>
    public SourceLocation? DeclaredAt { get; init; }

    /// <summary>Reads the file again to find the line, so only for messages.</summary>
    public SourceLocation Location => DeclaredAt ?? ProjectFileLocator.Item(DefiningFile, Type, Name);

    /// <summary>Whether the item counts for a run with or without a GPU.</summary>
    public bool IsFor(bool gpu) =>
        Mode.Length == 0 || string.Equals(Mode, gpu ? "gpu" : "cpu", StringComparison.OrdinalIgnoreCase);
}
