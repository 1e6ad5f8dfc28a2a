using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Package.Tests.Support;

/// <summary>A test that needs an engine and a registry: skipped with a reason where one is missing, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PushFactAttribute : FactAttribute
{
    public PushFactAttribute()
    {
        if (!DockerFactAttribute.IsRequired && !(DockerFactAttribute.EngineAnswers && RealRegistry.IsInstalled))
        {
            Skip = "it needs a Docker engine and the program docker-registry; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
    }
}
