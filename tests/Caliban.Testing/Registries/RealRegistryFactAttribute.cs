using Xunit;

namespace Caliban.Testing.Registries;

/// <summary>A test that needs the program <c>docker-registry</c>: skipped with a reason where it is not installed, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealRegistryFactAttribute : FactAttribute
{
    public RealRegistryFactAttribute()
    {
        if (!RealRegistry.IsInstalled && !DockerFactAttribute.IsRequired)
        {
            Skip = "docker-registry and htpasswd are not installed; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
    }
}
