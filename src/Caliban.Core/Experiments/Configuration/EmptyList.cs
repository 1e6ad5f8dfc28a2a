using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments.Configuration;

/// <summary>A list that contributes no experiment.</summary>
/// <param name="Description">Such as "the list of values of 'epochs'".</param>
internal sealed record EmptyList(SourceLocation Location, string Description);
