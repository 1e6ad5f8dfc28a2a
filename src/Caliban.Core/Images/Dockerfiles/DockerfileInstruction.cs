namespace Caliban.Core.Images.Dockerfiles;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Keyword">In upper case.</param>
/// <param name="Arguments">The rest on one line, without comments and heredocs.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="LastLine">The last of its own lines; those of its heredocs follow.</param>
internal sealed record DockerfileInstruction(string Keyword, string Arguments, int Line, int LastLine);
