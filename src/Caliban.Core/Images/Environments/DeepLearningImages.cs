using System.Collections.Frozen;

namespace Caliban.Core.Images.Environments;

/// <summary>Short names of Google's Deep Learning VM images: <c>dlvm:library-mode[-version]</c>.</summary>
/// <seealso href="https://caliban.readthedocs.io/en/latest/explore/base_image.html"/>
internal static class DeepLearningImages
{
    private const string Repository = "gcr.io/deeplearning-platform-release";

    private static readonly (string Library, string[] Versions)[] Libraries =
    [
        ("pytorch", ["1.0", "1.1", "1.2", "1.3", "1.4"]),
        ("tf", ["1.0", "1.13", "1.14", "1.15"]),
        ("tf2", ["2.0", "2.1", "2.2"]),
    ];

    private static readonly FrozenDictionary<string, string> Table = (
        from library in Libraries
        from mode in (string[])["cpu", "gpu"]
        from version in library.Versions.Prepend("")
        select version.Length == 0
            ? ($"dlvm:{library.Library}-{mode}", $"{Repository}/{library.Library}-{mode}")
            : ($"dlvm:{library.Library}-{mode}-{version}", $"{Repository}/{library.Library}-{mode}.{version.Replace('.', '-')}"))
        .ToFrozenDictionary(entry => entry.Item1, entry => entry.Item2, StringComparer.Ordinal);

    /// <summary>The image of a short name; any other name unchanged.</summary>
    public static string Resolve(string name) => Table.GetValueOrDefault(name, name);
}
