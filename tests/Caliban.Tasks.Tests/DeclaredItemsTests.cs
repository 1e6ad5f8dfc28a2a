using Caliban.Core.Diagnostics;
using Caliban.Testing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks.Tests;

public sealed class DeclaredItemsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("caliban it's");
    private readonly string _project;
    private readonly string _import;
    private readonly DeclaredItems _items;

    public DeclaredItemsTests()
    {
        _project = _folder.Write("mnist.csproj", """
            <Project>
              <ItemGroup>
                <AptPackage Include="git" />
                <ExperimentConfig Include="configs\a.json" />
                <ExperimentParameter Include="rate" Values="1;2" />
              </ItemGroup>
            </Project>
            """);
        _import = _folder.Write("common.props", "<Project>\n <ItemGroup>\n\n  <AptPackage Include=\"curl\" />\n </ItemGroup>\n</Project>");
        _items = new DeclaredItems(_project, Path.Combine(_folder.Path, "sdk"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Items_keep_their_names_modes_and_the_files_that_define_them()
    {
        var items = _items.Read("AptPackage", [Item("git", _project), Item("curl", _import, ("Mode", "gpu"))]);

        Assert.Equal([("git", "", 3), ("curl", "gpu", 4)], items.Select(item => (item.Name, item.Mode, item.Location.Line)));
        Assert.Equal([_project, _import], items.Select(item => item.Location.File));
        Assert.All(items, item => Assert.Equal("AptPackage", item.Type));
    }

    [Fact]
    public void Items_that_our_own_targets_define_point_at_the_project()
    {
        var fromSdk = _items.Read("AptPackage", [Item("git", Path.Combine(_folder.Path, "sdk", "Caliban.Items.targets"))]);
        var fromNowhere = _items.Read("AptPackage", [Item("curl", "")]);

        Assert.Equal(new SourceLocation(_project, 3, 6), fromSdk[0].Location);
        Assert.Equal(new SourceLocation(_project), fromNowhere[0].Location);
    }

    [Fact]
    public void Values_are_split_before_escapes_are_undone() => Assert.Equal(
        ["a;b", "50%", " c ", "100%zz", "d"],
        Values("a%3Bb; 50%25;%20c%20;;100%zz ; d"));

    [Theory]
    [InlineData("")]
    [InlineData(" ; ;")]
    public void No_values_are_an_empty_list(string values) => Assert.Empty(Values(values));

    [Fact]
    public void Values_of_an_item_without_escapes_are_split_as_they_are()
    {
        var axis = Assert.Single(_items.ReadExperimentParameters([new PlainItem("rate", "1;2 ; x y")]));

        Assert.Equal(("rate", "1|2|x y"), (axis.Name, string.Join('|', axis.Values)));
        Assert.Equal(new SourceLocation(_project, 5, 6), axis.DeclaredAt);
    }

    [Fact]
    public void Experiment_files_are_below_the_project_folder_unless_they_are_absolute()
    {
        var absolute = Path.Combine(_folder.Path, "elsewhere", "b.json");

        var files = _items.ReadExperimentConfigs([Item("configs/a.json", _project), Item(absolute, _project), Item("stdin", _project)]);

        Assert.Equal(["configs/a.json", absolute, "stdin"], files.Select(file => file.DisplayPath));
        Assert.Equal(Path.Combine(_folder.Path, "configs/a.json"), files[0].FullPath);
        Assert.Equal(absolute, files[1].FullPath);
        Assert.True(files[2].IsStandardInput);
        Assert.Equal(new SourceLocation(_project, 4, 6), files[0].DeclaredAt);
    }

    private IReadOnlyList<string> Values(string escaped)
    {
        var item = Item("rate", _project, ("Values", escaped));
        return Assert.Single(_items.ReadExperimentParameters([item])).Values;
    }

    private static DefinedItem Item(string name, string definingFile, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(name);
        foreach (var (key, value) in metadata)
        {
            item.SetMetadata(key, value);
        }

        return new DefinedItem(item, definingFile);
    }

    /// <summary>An item with the file that defines it, which <see cref="TaskItem"/> does not let a test choose.</summary>
    private sealed class DefinedItem(TaskItem item, string definingFile) : ItemBase(item.ItemSpec), ITaskItem2
    {
        private readonly ITaskItem2 _inner = item;

        public string EvaluatedIncludeEscaped { get => _inner.EvaluatedIncludeEscaped; set => throw new NotSupportedException(); }

        public override string GetMetadata(string metadataName) =>
            metadataName == "DefiningProjectFullPath" ? definingFile : _inner.GetMetadata(metadataName);

        public string GetMetadataValueEscaped(string metadataName) => _inner.GetMetadataValueEscaped(metadataName);

        public void SetMetadataValueLiteral(string metadataName, string metadataValue) => throw new NotSupportedException();

        public System.Collections.IDictionary CloneCustomMetadataEscaped() => throw new NotSupportedException();
    }

    /// <summary>An item of a build that knows no escapes.</summary>
    private sealed class PlainItem(string name, string values) : ItemBase(name)
    {
        public override string GetMetadata(string metadataName) => metadataName == "Values" ? values : "";
    }

    private abstract class ItemBase(string name) : ITaskItem
    {
        public string ItemSpec { get; set; } = name;

        public System.Collections.ICollection MetadataNames => throw new NotSupportedException();

        public int MetadataCount => throw new NotSupportedException();

        public abstract string GetMetadata(string metadataName);

        public void SetMetadata(string metadataName, string metadataValue) => throw new NotSupportedException();

        public void RemoveMetadata(string metadataName) => throw new NotSupportedException();

        public void CopyMetadataTo(ITaskItem destinationItem) => throw new NotSupportedException();

        public System.Collections.IDictionary CloneCustomMetadata() => throw new NotSupportedException();
    }
}
