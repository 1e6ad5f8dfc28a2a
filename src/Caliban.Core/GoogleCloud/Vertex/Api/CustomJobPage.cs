namespace Caliban.Core.GoogleCloud.Vertex.Api;

/// <summary>A part of a list.</summary>
/// <param name="NextToken">Asks for the next part; empty in the last one.</param>
internal sealed record CustomJobPage(IReadOnlyList<CustomJob> Jobs, string NextToken);
