using Caliban.Testing;

namespace Caliban.Core.Tests.Projects;

/// <summary>The defaults of the SDK: what they promise, and the page that is generated from them.</summary>
public sealed class PropertiesPageTests
{
    private static readonly IReadOnlyList<DocumentedProperty> All = PropertiesPage.Read(Path.Combine(Repository.Sdk, "Caliban.Properties.targets"));

    /// <summary>The first assignment of each name is its default; a later one works on the value.</summary>
    private static readonly IReadOnlyList<DocumentedProperty> Defaults =
        [.. All.Where(property => !property.Name.StartsWith('_')).DistinctBy(property => property.Name)];

    [Fact]
    public void The_page_is_what_the_targets_say() => Golden.CheckPage("properties.md", PropertiesPage.Write(Defaults));

    [Fact]
    public void Public_properties_begin_with_Caliban_and_private_ones_say_so() =>
        Assert.All(All, property => Assert.Matches("^_?Caliban[A-Z]", property.Name));

    [Fact]
    public void A_default_never_replaces_what_the_project_or_the_command_line_says() =>
        Assert.All(Defaults, property => Assert.Equal($"'$({property.Name})' == ''", property.Condition));

    [Fact]
    public void Every_public_property_is_explained_in_a_group_with_a_name()
    {
        Assert.All(Defaults, property => Assert.EndsWith(".", property.Comment));
        Assert.All(Defaults, property => Assert.NotEqual("", property.Group));
        Assert.NotEmpty(Defaults);
    }
}
