namespace Caliban.Core.Jobs.Remote;

/// <summary>A job that has been written down and may be handed over.</summary>
/// <param name="Job">What is run.</param>
/// <param name="Id">Its number in the history.</param>
/// <param name="Name">Its name, unique in all stores, by which it is found again.</param>
/// <param name="Candidate">Which kind of hardware it asks for, from 0.</param>
/// <param name="Group">The experiment group it belongs to.</param>
public sealed record RemoteLaunch(PlannedJob Job, long Id, string Name, int Candidate, string Group);

/// <summary>What a backend says when it has a job.</summary>
/// <param name="Resource">Its name there: <c>projects/p/locations/r/customJobs/1</c>.</param>
/// <param name="Link">The page that shows it.</param>
/// <param name="Hints">Where its log is, and which command shows it; lines for people.</param>
public sealed record RemoteReceipt(string Resource, string Link, IReadOnlyList<string> Hints);
