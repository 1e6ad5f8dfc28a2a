using Caliban.Core.Projects;
using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Checks what is asked of the history, and writes it down for the runner, which has the terminal.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteRequest : RequestTask
{
    /// <summary><c>CalibanCommand</c></summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>Where the request is written.</summary>
    [Required]
    public string RequestFile { get; set; } = "";

    /// <summary><c>NoWarn</c>, for <c>dotnet run</c>, where no build listens to it.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>The plan of the project; empty where none is needed.</summary>
    public string PlanFile { get; set; } = "";

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var verb = properties.Choice("CalibanCommand", Command, TrackingVerb.Status);
        properties.ThrowIfMistaken();
        var request = TrackingRequest.Read(Declare(verb) with { NoWarn = NoWarn, PlanFile = PlanFile });
        await TrackingRequestFile.WriteAsync(RequestFile, request, cancellationToken);
    }
}
