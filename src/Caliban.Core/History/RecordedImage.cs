namespace Caliban.Core.History;

/// <summary>What jobs run in.</summary>
/// <param name="Identity">Hash of everything that goes in: the same inputs have the same identity on every machine.</param>
/// <param name="Reference">The name under which the engine has it; empty where there is no image.</param>
/// <param name="Digest">The engine's id, or the digest of the manifest; empty until it is known.</param>
/// <param name="Inputs">Names and fingerprints of what goes in, to say what changed; empty where nothing is known of it.</param>
public sealed record RecordedImage(string Identity, string Reference, string Digest, IReadOnlyDictionary<string, string> Inputs);
