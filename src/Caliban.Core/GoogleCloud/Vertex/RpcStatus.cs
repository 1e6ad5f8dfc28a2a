namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>How a job went wrong, in the words of the service.</summary>
/// <param name="Code">Of <c>google.rpc.Code</c>: 3 is an invalid argument, 8 a lack of resources.</param>
/// <seealso href="https://cloud.google.com/vertex-ai/docs/reference/rest/Shared.Types/Status"/>
public sealed record RpcStatus(int Code, string Message);
