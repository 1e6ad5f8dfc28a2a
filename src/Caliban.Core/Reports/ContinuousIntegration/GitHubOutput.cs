using System.Security.Cryptography;
using System.Text;

namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>Lines of the file that <c>GITHUB_OUTPUT</c> names.</summary>
internal static class GitHubOutput
{
    /// <summary><c>name=value</c>; a value of several lines stands between two delimiters.</summary>
    public static string Line(string name, string value)
    {
        if (!value.AsSpan().ContainsAny('\r', '\n'))
        {
            return $"{name}={value}\n";
        }

        // No value holds its own hash, so none can end itself early and set another output.
        var delimiter = $"caliban_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}";
        return $"{name}<<{delimiter}\n{value}\n{delimiter}\n";
    }
}
