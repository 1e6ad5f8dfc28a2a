namespace Caliban.Core.Images.Identity;

/// <summary>One thing that decides what an image holds.</summary>
/// <param name="Name">As a person knows it: <c>requirements.txt</c>, <c>AptPackage git</c>.</param>
/// <param name="Fingerprint">Differs when it differs; empty when the name says all.</param>
public sealed record ImageInput(string Name, string Fingerprint = "");
