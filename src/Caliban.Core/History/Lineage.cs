namespace Caliban.Core.History;

/// <summary>What a run was made from, so that it can be found again.</summary>
/// <param name="Commit">The git commit of the project folder; empty where there is none.</param>
/// <param name="UncommittedHash">SHA-256 of what was changed since; empty when nothing was, or there is no git.</param>
/// <param name="ProjectHash">SHA-256 of the project file.</param>
/// <param name="SdkVersion">The version of Caliban.</param>
public sealed record Lineage(string Commit, string UncommittedHash, string ProjectHash, string SdkVersion);
