using System.Text;
using Caliban.Core.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using static Caliban.Core.Tests.Experiments.Configurations;

namespace Caliban.Core.Tests.Experiments;

/// <summary>Random configurations against a model that expands them in the plainest way: nested loops, outermost first.</summary>
public sealed class ModelTests
{
    private static readonly Gen<string> Scalars = Gen.Elements("1", "-7", "2.5", "true", "false", "\"x\"", "\"\\u00e9 y\"", "1e-07");

    [Fact]
    public void Any_configuration_expands_as_nested_loops_would() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Arb.From(Configuration), config =>
        {
            var expected = config.SelectMany(item => Loops(item, 0)).ToList();
            var json = $"[{string.Join(",\n", config.Select(Text))}]";

            Assert.Equal(expected.Count == 0 ? "error" : $"[{string.Join(", ", expected.Select(one => $"{{{one}}}"))}]", Result(json));
        }));

    [Fact]
    public void What_is_written_is_read_again_with_the_same_flags_and_bytes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Arb.From(Configuration), config =>
        {
            var json = $"[{{}},{string.Join(",", config.Select(Text))}]";
            var first = Read(json);
            var written = Write(first, Core.Experiments.ExpansionFormat.Json);
            var second = Read(Encoding.ASCII.GetBytes(written));

            Assert.Equal(written, Write(second, Core.Experiments.ExpansionFormat.Json));
            Assert.Equal(first.Experiments.Select(one => one.ToArguments()), second.Experiments.Select(one => one.ToArguments()));
            Assert.Equal(first.VaryingNames, second.VaryingNames);
        }));

    /// <summary>A key sets one name, or several; each of its alternatives has a text for every name.</summary>
    private sealed record Key(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Alternatives);

    private static Gen<List<List<Key>>> Configuration =>
        from count in Gen.Choose(1, 4)
        from items in Gen.ListOf(Item, count)
        select items.ToList();

    private static Gen<List<Key>> Item =>
        from count in Gen.Choose(0, 4)
        from keys in Gen.ListOf(from width in Gen.Choose(1, 3) from key in KeyOf(width) select key, count)
        select keys.Select((key, index) => key with { Names = [.. key.Names.Select(name => $"{name}{index}")] }).ToList();

    private static Gen<Key> KeyOf(int width) =>
        from count in Gen.Frequency((1, Gen.Constant(0)), (20, Gen.Choose(1, 4)))
        from alternatives in Gen.ListOf(Gen.ListOf(Scalars, width), count)
        select new Key(
            [.. Enumerable.Range(0, width).Select(index => ((char)('a' + index)).ToString())],
            [.. alternatives.Select(values => (IReadOnlyList<string>)[.. values])]);

    private static IEnumerable<string> Loops(List<Key> item, int index)
    {
        if (index == item.Count)
        {
            yield return "";
            yield break;
        }

        foreach (var alternative in item[index].Alternatives)
        {
            foreach (var rest in Loops(item, index + 1))
            {
                var own = string.Join(", ", item[index].Names.Zip(alternative, (name, value) => $"\"{name}\": {value}"));
                yield return rest.Length == 0 ? own : $"{own}, {rest}";
            }
        }
    }

    private static string Text(List<Key> item) => $"{{{string.Join(",", item.Select(Text))}}}";

    private static string Text(Key key)
    {
        var isCompound = key.Names.Count > 1;
        var alternatives = key.Alternatives.Select(values => isCompound ? $"[{string.Join(",", values)}]" : values[0]).ToList();
        var name = isCompound ? $"[{string.Join(",", key.Names)}]" : key.Names[0];
        return $"\"{name}\":" + (alternatives.Count == 1 ? alternatives[0] : $"[{string.Join(",", alternatives)}]");
    }

    private static string Result(string json)
    {
        try
        {
            return Expand(json);
        }
        catch (DiagnosticException)
        {
            return "error";
        }
    }
}
