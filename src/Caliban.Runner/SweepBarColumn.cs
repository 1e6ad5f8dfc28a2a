using Spectre.Console;
using Spectre.Console.Rendering;

namespace Caliban.Runner;

/// <summary>A bar for the sweep; jobs, whose end nobody knows, have none.</summary>
internal sealed class SweepBarColumn : ProgressColumn
{
    private readonly ProgressBarColumn _bar = new() { Width = 24 };

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        task.IsIndeterminate ? Text.Empty : _bar.Render(options, task, deltaTime);
}
