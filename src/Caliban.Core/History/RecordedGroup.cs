namespace Caliban.Core.History;

/// <summary>A group of experiments. One user's groups have different names.</summary>
public sealed record RecordedGroup(string User, string Name, DateTimeOffset CreatedAt, int Experiments, int Jobs);
