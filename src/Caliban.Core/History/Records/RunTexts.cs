using System.Data.Common;

namespace Caliban.Core.History.Records;

/// <summary>What all jobs of a run have in common.</summary>
internal sealed record RunTexts(
    string Group, string User, string ImageReference, string ImageDigest, string RunId, string Project, string ProjectFile, Lineage Lineage)
{
    /// <summary>To be read by <see cref="Read"/>.</summary>
    public const string Columns =
        "g.name, g.user_name, i.reference, i.digest, r.name, r.project, r.project_file, r.git_commit, r.uncommitted_hash, r.project_hash, r.sdk_version";

    public static RunTexts Read(DbDataReader reader, int column) => new(
        reader.GetString(column),
        reader.GetString(column + 1),
        reader.GetString(column + 2),
        reader.GetString(column + 3),
        reader.GetString(column + 4),
        reader.GetString(column + 5),
        reader.GetString(column + 6),
        new Lineage(reader.GetString(column + 7), reader.GetString(column + 8), reader.GetString(column + 9), reader.GetString(column + 10)));
}
