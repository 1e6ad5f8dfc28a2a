using System.Globalization;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Quotas;

namespace Caliban.Emulator.Program;

/// <summary>The options of the command line.</summary>
internal static class ProgramOptions
{
    public static readonly IReadOnlyList<ProgramOption> All =
    [
        new("--port", "NUMBER", "where to listen on 127.0.0.1 (8085)", (settings, text) =>
            Number(text) is >= 0 and <= 65535 and var port ? Change(settings, options => options with { Port = (int)port }) : null),
        new("--project", "ID", "the project that exists (caliban-emulator)", (settings, text) =>
            text.Length > 0 ? Change(settings, options => options with { ProjectId = text }) : null),
        new("--key", "FILE", "where to write the key of a service account (key.json)", (settings, text) =>
            text.Length > 0 ? settings with { KeyFile = text } : null),
        new("--state", "FILE", "keep everything in a file, and go on with what it holds", (settings, text) =>
            text.Length > 0 ? Change(settings, options => options with { StateFile = Path.GetFullPath(text) }) : null),
        new("--rate", "NUMBER", "jobs a minute and region (60); 0 for no limit of any rate", (settings, text) =>
            Number(text) is >= 0 and <= int.MaxValue and var rate
                ? Change(settings, options => options with { Rates = rate == 0 ? null : (options.Rates ?? new()) with { SubmissionsPerMinute = (int)rate } }) : null),
        new("--latency", "TIME", "before every answer: 50ms, 1.5s (0)", (settings, text) =>
            Time(text) is { } time ? Change(settings, options => options with { Latency = time }) : null),
        new("--run-seconds", "NUMBER", "how long a job runs (5)", (settings, text) =>
            Time($"{text}s") is { } time ? Change(settings, options => options with { Times = options.Times with { Running = time } }) : null),
        new("--wait-seconds", "NUMBER", "how long a job is pending before it runs (1)", (settings, text) =>
            Time($"{text}s") is { } time ? Change(settings, options => options with { Times = options.Times with { Pending = time } }) : null),
        new("--list-lag", "TIME", "how long a new job is missing in lists (0)", (settings, text) =>
            Time(text) is { } time ? Change(settings, options => options with { ListLag = time }) : null),
        new("--fail-rate", "PART", "the part of the jobs that fail: 0.1 (0)", (settings, text) =>
            Part(text) is { } part ? Change(settings, options => options with { FailRate = part }) : null),
        new("--fate", "TEXT=FATE", "what becomes of jobs with TEXT in an argument: exit:3, stockout, out-of-memory, never, …", Fate),
        new("--lose-rate", "PART", "the part of the answers that are lost after a job was made (0)", (settings, text) =>
            Part(text) is { } part
                ? settings with { Faults = [.. settings.Faults, new Fault(FaultKind.LoseAnswer) { Operation = CloudOperation.CreateJob, Probability = part }] } : null),
        new("--error-rate", "PART", "the part of the calls that are answered with 503 (0)", (settings, text) =>
            Part(text) is { } part ? settings with { Faults = [.. settings.Faults, new Fault(FaultKind.Unavailable) { Probability = part }] } : null),
        new("--quota", "REGION:METRIC=NUMBER", "a limit: us-central1:nvidia_v100_gpus=4", Quota),
        new("--check-images", "", "let jobs fail whose image is not in the registry on this machine that its name says", (settings, _) =>
            Change(settings, options => options with { HasImage = LocalRegistry.HasImage })),
        new("--seed", "NUMBER", "of everything left to chance (1)", (settings, text) =>
            Number(text) is { } seed ? Change(settings, options => options with { Seed = (int)seed }) : null),
        new("--quiet", "", "do not print a line for each request", (settings, _) => settings with { IsQuiet = true }),
        new("--help", "", "this text", (settings, _) => settings with { AsksForHelp = true }),
    ];

    /// <exception cref="FormatException">An argument does not do; says which.</exception>
    public static ProgramSettings Read(IReadOnlyList<string> arguments)
    {
        var settings = new ProgramSettings();
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            var option = All.FirstOrDefault(option => option.Name == name) ?? throw new FormatException($"There is no option '{name}'. See --help.");
            var value = option.Value.Length == 0 ? "" : index + 1 < arguments.Count ? arguments[++index] : throw new FormatException($"{name} needs a value: {option.Value}.");
            settings = option.Apply(settings, value) ?? throw new FormatException($"{name} cannot be '{value}': {option.Help}.");
        }

        return settings;
    }

    private static ProgramSettings Change(ProgramSettings settings, Func<EmulatorOptions, EmulatorOptions> change) => settings with { Options = change(settings.Options) };

    private static ProgramSettings? Fate(ProgramSettings settings, string text)
    {
        var border = text.LastIndexOf('=');
        return border > 0 && JobFate.Parse(text[(border + 1)..]) is { } fate
            ? Change(settings, options => options with { Rules = [.. options.Rules, JobRule.Argument(text[..border], fate)] }) : null;
    }

    private static ProgramSettings? Quota(ProgramSettings settings, string text) =>
        text.Split(':', '=') is [{ Length: > 0 } region, { Length: > 0 } metric, var limit] && Number(limit) is >= 0 and var number
            ? settings with { Quotas = [.. settings.Quotas, (region, metric, number)] } : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Part(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) && part is >= 0 and <= 1 ? part : null;

    private static TimeSpan? Time(string text)
    {
        var (digits, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001) : text.EndsWith('s') ? (text[..^1], 1) : (text, 1);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e6
            ? TimeSpan.FromSeconds(number * unit) : null;
    }
}
