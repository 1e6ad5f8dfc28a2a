using Caliban.Core.History.Databases;

namespace Caliban.Core.History.Records;

/// <summary>Images, each kept once however many runs use it.</summary>
internal static class ImageRecords
{
    /// <summary>What is not known this time stays as it was known before.</summary>
    public static async Task<long> EnsureAsync(DatabaseSession session, RecordedImage image)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO caliban_images (identity, reference, digest, inputs) VALUES (@identity, @reference, @digest, @inputs)
            ON CONFLICT (identity) DO UPDATE SET
                reference = CASE WHEN excluded.reference <> '' THEN excluded.reference ELSE caliban_images.reference END,
                digest = CASE WHEN excluded.digest <> '' THEN excluded.digest ELSE caliban_images.digest END,
                inputs = CASE WHEN excluded.inputs <> '{}' THEN excluded.inputs ELSE caliban_images.inputs END
            """,
            ("identity", image.Identity),
            ("reference", image.Reference),
            ("digest", image.Digest),
            ("inputs", JsonTexts.Write(image.Inputs))).ConfigureAwait(false);
        return (await session.NumberAsync(
            "SELECT i.id FROM caliban_images i WHERE i.identity = @identity", ("identity", image.Identity)).ConfigureAwait(false))!.Value;
    }

    public static Task<int> SetDigestAsync(DatabaseSession session, string identity, string digest) => session.ExecuteAsync(
        "UPDATE caliban_images SET digest = @digest WHERE identity = @identity", ("digest", digest), ("identity", identity));

    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> InputsAsync(
        DatabaseSession session, IReadOnlyList<string> identities)
    {
        var found = await session.QueryAsync(
            "SELECT i.identity, i.inputs FROM given JOIN caliban_images i ON i.identity = given.identity",
            new Rows().Add("identity", identities.Distinct(StringComparer.Ordinal)),
            reader => (Identity: reader.Text(0), Inputs: JsonTexts.ReadDictionary(reader.Text(1)))).ConfigureAwait(false);
        return found.ToDictionary(row => row.Identity, row => row.Inputs, StringComparer.Ordinal);
    }
}
