namespace Caliban.Emulator.Jobs;

/// <summary>The ways a job can end.</summary>
public enum JobFateKind
{
    Succeed,
    Fail,
    Stockout,
    QuotaExceeded,
    MissingImage,
    OutOfMemory,
    InternalError,
    Expire,
    PartiallySucceed,
    Never,
}
