using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Shows lines of text that every logger puts on the screen, which the Message task does not do.</summary>
[MSBuildMultiThreadableTask]
public sealed class ShowLines : CalibanTask
{
    [Required]
    public ITaskItem[] Lines { get; set; } = [];

    protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        foreach (var line in Lines)
        {
            Show(line.ItemSpec);
        }

        return Task.CompletedTask;
    }
}
