using System.Runtime.CompilerServices;
using Microsoft.Build.Locator;

namespace Caliban.Sdk.Tests;

/// <summary>Lets the tests load the MSBuild of the installed .NET SDK, before any of its types is asked for.</summary>
internal static class MSBuildRegistration
{
#pragma warning disable CA2255 // a library must not have one; a test assembly is the application here
    [ModuleInitializer]
    internal static void Register() => MSBuildLocator.RegisterDefaults();
#pragma warning restore CA2255
}
