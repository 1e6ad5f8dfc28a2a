using Xunit;

namespace Caliban.Testing;

/// <summary>A test that needs PostgreSQL: skipped with a reason where it is not installed, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Missing;

    /// <summary>Why a test that needs it is skipped; null when it is not.</summary>
    public static string? Missing => PostgresServer.Programs is null && !DockerFactAttribute.IsRequired
        ? "PostgreSQL is not installed; set CALIBAN_TEST_DOCKER=required to make this a failure"
        : null;
}
