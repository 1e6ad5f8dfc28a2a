using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>Looks for a text in everything below a folder, also in what is compressed, as binary logs are.</summary>
internal static class FileSearch
{
    /// <summary>The files that hold it, one line each.</summary>
    public static async Task<string> FindAsync(string folder, string text)
    {
        var search = await new Command("find", folder, "-type", "f", "-exec", "zgrep", "-laF", "-e", text, "{}", "+").RunAsync();
        // A log that is still being written has no end, which is said on the error channel.
        return search.Output;
    }
}
