namespace Caliban.Core.History;

/// <summary>An experiment that a run wants to have run.</summary>
/// <param name="Key">SHA-256 of project, command and ordered arguments: the same experiment of a group has the same key.</param>
/// <param name="Label">The parameters that vary, for people.</param>
/// <param name="Command">The script or module, for people: <c>trainer.train</c>.</param>
/// <param name="Arguments">In order.</param>
public sealed record WantedExperiment(
    string Key, string Label, string Command, IReadOnlyList<string> Arguments, Fingerprint Fingerprint);
