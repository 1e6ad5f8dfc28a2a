namespace Caliban.Core.Images;

/// <summary>A variable of the steps that build the environment, as <c>docker build --build-arg</c> sets it.</summary>
public sealed record BuildArgument(string Name, string Value);
