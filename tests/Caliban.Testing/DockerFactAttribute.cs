using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Caliban.Testing;

/// <summary>A test that needs a Docker engine: skipped with a reason where none answers, failed where <c>CALIBAN_TEST_DOCKER=required</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerFactAttribute : FactAttribute
{
    public DockerFactAttribute()
    {
        if (!EngineAnswers && !IsRequired)
        {
            Skip = "no Docker engine answers; set CALIBAN_TEST_DOCKER=required to make this a failure";
        }
    }

    /// <summary>Whether tests must not be skipped for want of an engine or a privilege.</summary>
    public static bool IsRequired { get; } = Environment.GetEnvironmentVariable("CALIBAN_TEST_DOCKER") == "required";

    /// <summary>Whether there is an engine that has the base image.</summary>
    public static bool EngineAnswers => DockerEngineAnswers.Value;

    /// <summary>The image the tests build on; present where the engine is.</summary>
    public const string BaseImage = "python:3.12-slim";

    private static readonly Lazy<bool> DockerEngineAnswers = new(() =>
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", ["image", "inspect", BaseImage])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            docker.StandardOutput.ReadToEnd();
            docker.WaitForExit();
            return docker.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });
}
