using System.Text.RegularExpressions;

namespace Caliban.Emulator.Http;

/// <summary>Codes as texts and as HTTP statuses.</summary>
internal static partial class RpcCodes
{
    /// <summary><c>INVALID_ARGUMENT</c>.</summary>
    public static string Text(this RpcCode code) => Borders().Replace(code.ToString(), "_").ToUpperInvariant();

    public static int HttpStatus(this RpcCode code) => code switch
    {
        RpcCode.Ok => 200,
        RpcCode.InvalidArgument or RpcCode.FailedPrecondition or RpcCode.OutOfRange => 400,
        RpcCode.Unauthenticated => 401,
        RpcCode.PermissionDenied => 403,
        RpcCode.NotFound => 404,
        RpcCode.AlreadyExists or RpcCode.Aborted => 409,
        RpcCode.ResourceExhausted => 429,
        RpcCode.Cancelled => 499,
        RpcCode.Unimplemented => 501,
        RpcCode.Unavailable => 503,
        RpcCode.DeadlineExceeded => 504,
        _ => 500,
    };

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Borders();
}
