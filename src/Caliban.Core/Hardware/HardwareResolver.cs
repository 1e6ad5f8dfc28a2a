using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware.Candidates;
using Caliban.Core.Projects;

namespace Caliban.Core.Hardware;

/// <summary>Chooses the machines of a project's jobs and checks them against the tables, before anything is sent.</summary>
public static class HardwareResolver
{
    /// <summary>
    /// The machines that can be asked for, in order of preference: those of the <c>GpuSpec</c> items, then those of the
    /// <c>TpuSpec</c> items, each in their own order. Without any, a default GPU when there is to be one, and otherwise a
    /// machine without accelerators.
    /// </summary>
    /// <remarks>
    /// A candidate that is impossible is left out with a warning; when none is possible, each is a mistake. A region or a
    /// machine that is in no table is used as it is, with a warning. <see cref="DeclaredHardware.Force"/> leaves out all
    /// checks but those that make a request at all: a spec must be a number, an 'x' and a type.
    /// </remarks>
    /// <param name="properties">Takes the mistakes: CAL5001 to CAL5017, CAL5020 and CAL1005.</param>
    /// <param name="warnings">CAL5010, CAL5011, CAL5018, CAL5019 and CAL5021.</param>
    /// <returns>Empty only when there was a mistake.</returns>
    public static IReadOnlyList<HardwareChoice> Resolve(DeclaredHardware declared, ProjectProperties properties, IDiagnosticSink warnings)
    {
        if (HardwareRequest.Read(declared, properties) is not { } request || !CheckUseGpu(request))
        {
            return [];
        }

        var candidates = Candidates(request).ToList();
        var isSound = request.CheckStrategy();
        var possible = candidates.Where(candidate => candidate.Choice is not null).ToList();
        if (possible.Count == 0)
        {
            foreach (var mistake in candidates.SelectMany(candidate => candidate.Mistakes))
            {
                properties.Mistakes.Add(mistake);
            }

            return [];
        }

        request.WarnOfUnknownNames(warnings);
        foreach (var candidate in candidates.Where(candidate => candidate.Choice is null))
        {
            warnings.Report(Diagnostic.Create(
                HardwareDiagnostics.CandidateLeftOut,
                candidate.Mistakes[0].Location,
                candidate.Text,
                string.Join(" ", candidate.Mistakes.Select(mistake => mistake.Message))));
        }

        if (possible[0].Advice is { } advice)
        {
            warnings.Report(advice);
        }

        return isSound ? [.. possible.Select(candidate => candidate.Choice!).Distinct()] : [];
    }

    private static bool CheckUseGpu(HardwareRequest request)
    {
        var (declared, gpus) = (request.Declared, request.Declared.GpuSpecs);
        if (declared.UseGpu || declared.Force || gpus.Count == 0)
        {
            return true;
        }

        request.Properties.Mistakes.Add(Diagnostic.Create(HardwareDiagnostics.GpuDisabled, gpus[0].Location, gpus[0].Name));
        return false;
    }

    private static IEnumerable<Candidate> Candidates(HardwareRequest request)
    {
        var declared = request.Declared;
        // With CalibanForce only: the images of a project that says 'false' hold nothing for GPUs.
        var gpus = declared.UseGpu ? declared.GpuSpecs : [];
        if (gpus.Count + declared.TpuSpecs.Count > 0)
        {
            return
            [
                .. gpus.Select(item => AcceleratorCandidate.Of(request, AcceleratorKind.Gpu, item)),
                .. declared.TpuSpecs.Select(item => AcceleratorCandidate.Of(request, AcceleratorKind.Tpu, item)),
            ];
        }

        return [declared.UseGpu ? AcceleratorCandidate.OfDefaultGpu(request) : CpuCandidate.Of(request)];
    }
}
