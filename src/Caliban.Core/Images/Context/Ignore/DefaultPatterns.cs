using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Images.Context.Ignore;

/// <summary>What is left out unless <c>.dockerignore</c> brings it back: what version control, builds, editors and tools keep beside the code.</summary>
internal static partial class DefaultPatterns
{
    public static IReadOnlyList<IgnorePattern> All { get; } =
    [
        .. new[]
        {
            "bin", "obj", ".git", ".hg", ".svn", ".vs", ".idea", ".vscode", ".venv", "venv", ".env", "node_modules",
            "**/__pycache__", "**/.ipynb_checkpoints", "**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache", "**/.DS_Store",
            // It may hold the password of a database.
            ProjectConfiguration.FileName,
        }.Select(Create),
    ];

    /// <summary>Our own output, which changes while an image is made of it, and which nothing brings back.</summary>
    public static IgnorePattern Output { get; } = Create("obj/caliban");

    /// <summary>A pattern for one path, whatever characters it holds.</summary>
    public static IgnorePattern Exactly(string path) => Create($"/{Special().Replace(path, @"\$0")}");

    [GeneratedRegex(@"[*?\[\\]")]
    private static partial Regex Special();

    private static IgnorePattern Create(string text) => IgnorePattern.Parse(text, SourceLocation.None)!;
}
