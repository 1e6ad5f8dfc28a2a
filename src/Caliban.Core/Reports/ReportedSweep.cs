using Caliban.Core.Jobs;

namespace Caliban.Core.Reports;

/// <summary>How a sweep ended, and what was written of it.</summary>
public sealed record ReportedSweep(SweepResult Result, WrittenReport Report);
