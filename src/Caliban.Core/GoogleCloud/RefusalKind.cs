namespace Caliban.Core.GoogleCloud;

/// <summary>Why a service of Google Cloud refuses a request.</summary>
public enum RefusalKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>More processors, accelerators or disks than the project may use.</summary>
    Quota,

    /// <summary>More requests in a minute than the project may send; it passes.</summary>
    Rate,

    /// <summary>The caller may not do it.</summary>
    Permission,

    /// <summary>The API is not enabled in the project.</summary>
    ApiDisabled,

    /// <summary>A value is not accepted.</summary>
    Invalid,

    /// <summary>The project, region or resource does not exist.</summary>
    NotFound,

    /// <summary>The login is not accepted.</summary>
    Unauthenticated,

    /// <summary>The service has a fault; it may pass.</summary>
    Server,
}
