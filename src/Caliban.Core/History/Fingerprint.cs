namespace Caliban.Core.History;

/// <summary>What decides the result of an experiment, whole and in its parts. Two jobs with the same hash are the same work.</summary>
/// <param name="Hash">Over the schema and all parts; 64 lower-case hexadecimal digits.</param>
/// <param name="Schema">Of the fingerprint itself; raised when the same parts would be hashed in another way.</param>
/// <param name="Image">The identity of the image.</param>
/// <param name="Command">The program that is run, for people.</param>
/// <param name="Arguments">SHA-256 of the ordered arguments.</param>
/// <param name="Environment">The declared variables: their names, and SHA-256 of their values; for people and to compare.</param>
/// <param name="Hardware">The declared hardware, for people: <c>gpus=2; GpuSpec=2xV100</c>.</param>
public sealed record Fingerprint(
    string Hash, int Schema, string Image, string Command, string Arguments, string Environment, string Hardware);
