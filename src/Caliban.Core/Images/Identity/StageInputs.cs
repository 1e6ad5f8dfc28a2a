using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Caliban.Core.Images.Identity;

/// <summary>All inputs of one stage of an image, in a fixed order.</summary>
public sealed class StageInputs
{
    /// <summary>Raised when the same inputs would give another image.</summary>
    private const string Schema = "caliban-image-2";

    /// <param name="text">The instructions of the stage, builder by builder the same.</param>
    public StageInputs(IEnumerable<ImageInput> declared, string text, IEnumerable<ImageInput> files)
    {
        Inputs = [.. declared, new ImageInput(DockerfileInput, Sha256(text)), .. files];
        Hash = ComputeHash(Inputs);
    }

    /// <summary>The input that holds what the others say in one text; it differs alone when only the order or our writing did.</summary>
    public const string DockerfileInput = "Dockerfile";

    public IReadOnlyList<ImageInput> Inputs { get; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    private static string ComputeHash(IReadOnlyList<ImageInput> inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Schema);
        foreach (var input in inputs)
        {
            Append(hash, input.Name);
            Append(hash, input.Fingerprint);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // The length in front keeps two neighbours from being read as one.
    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
