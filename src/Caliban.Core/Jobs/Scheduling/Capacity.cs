using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Jobs.Scheduling;

/// <summary>What a machine has for jobs.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="Devices">GPUs, as the engine numbers them; empty where there are none or nobody can tell.</param>
internal sealed record MachineCapacity(int Cores, long Memory, IReadOnlyList<string> Devices)
{
    public static MachineCapacity OfThisMachine(IReadOnlyList<string> devices) =>
        new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, devices);
}

/// <summary>How much of a sweep a machine has room for at once.</summary>
/// <param name="Slots">Jobs that run at once, as far as processors, memory and the user allow.</param>
/// <param name="Note">What limits them to fewer than the user asked for; empty when nothing does.</param>
internal sealed record Capacity(int Slots, MachineCapacity Machine, SweepPlan Plan, string Note)
{
    /// <exception cref="DiagnosticException">A job needs more than there is, all such needs together: CAL4030, CAL4031, CAL4032.</exception>
    public static Capacity Of(SweepPlan plan, MachineCapacity machine)
    {
        var mistakes = new List<Diagnostic>();
        var slots = plan.MaxParallel == 0 ? int.MaxValue : plan.MaxParallel;
        var note = "";
        Limit(Room(machine.Cores, plan.CpusPerJob), "CalibanCpusPerJob", string.Create(CultureInfo.InvariantCulture, $"{plan.CpusPerJob} processors"), $"{machine.Cores}");
        Limit(Room(machine.Memory, plan.MemoryPerJob), "CalibanMemoryPerJob", MemorySize.Format(plan.MemoryPerJob ?? 0), MemorySize.Format(machine.Memory));
        CheckDevices(plan, machine, mistakes);
        if (mistakes.Count > 0)
        {
            throw new DiagnosticException(mistakes);
        }

        if (plan.MaxParallel == 0)
        {
            slots = Math.Min(slots, Automatic(plan, machine));
        }

        return new Capacity(Math.Clamp(slots, 1, Math.Max(1, plan.Jobs.Count)), machine, plan, note);

        void Limit(int? room, string property, string need, string has)
        {
            if (room == 0)
            {
                mistakes.Add(Diagnostic.Create(LocalRunDiagnostics.JobTooLarge, new SourceLocation(plan.ProjectFile), property, need, has));
            }
            else if (room < slots)
            {
                slots = room.Value;
                note = plan.MaxParallel > slots ? $"{slots} job{(slots == 1 ? " runs" : "s run")} at once: {property} leaves no room for more" : note;
            }
        }
    }

    /// <summary>How many GPUs a job needs to itself; 0 where GPUs are not told apart.</summary>
    public int DevicesOf(PlannedJob job) =>
        !Plan.UseGpu || Machine.Devices.Count == 0 ? 0
        : job.Gpus ?? (Plan.MaxParallel == 1 ? Machine.Devices.Count : 1);

    private static int? Room(double has, double? need) => need is { } each ? (int)Math.Min(int.MaxValue, has / each) : null;

    // Where a job says nothing of processors it is taken to need one; where it has a GPU, that decides.
    private static int Automatic(SweepPlan plan, MachineCapacity machine) => !plan.UseGpu
        ? plan.CpusPerJob is null ? machine.Cores : int.MaxValue
        : Math.Max(1, machine.Devices.Count * plan.JobsPerGpu / Math.Max(1, plan.Jobs.Select(job => job.Gpus ?? 1).DefaultIfEmpty(1).Min()));

    private static void CheckDevices(SweepPlan plan, MachineCapacity machine, List<Diagnostic> mistakes)
    {
        var location = new SourceLocation(plan.ProjectFile);
        if (!plan.UseGpu)
        {
            return;
        }

        if (machine.Devices.Count == 0)
        {
            if (plan.MaxParallel != 1 || plan.Jobs.Any(job => job.Gpus is not null))
            {
                mistakes.Add(Diagnostic.Create(LocalRunDiagnostics.GpusUnknown, location));
            }

            return;
        }

        if (plan.Jobs.FirstOrDefault(job => job.Gpus > machine.Devices.Count) is { } job)
        {
            mistakes.Add(Diagnostic.Create(LocalRunDiagnostics.TooFewGpus, location, job.Title, job.Gpus, machine.Devices.Count));
        }
    }
}
