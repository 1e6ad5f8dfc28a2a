using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Caliban.Core.Experiments;
using Caliban.Core.Experiments.Values;

namespace Caliban.Core.Tests.Experiments;

/// <summary>
/// Numbers and strings against Python itself, where there is one: random ones from fixed seeds, 2 000 in every run and
/// 1 000 000 with the environment variable <c>CALIBAN_CAMPAIGN=full</c>.
/// </summary>
public sealed class PythonTests
{
    private const string Script =
        "import sys, struct\n"
        + "for line in sys.stdin:\n"
        + "    print(repr(struct.unpack('>d', bytes.fromhex(line.strip()))[0]))\n";

    [PythonFact]
    public async Task Floats_are_written_as_repr_writes_them()
    {
        var numbers = Numbers().ToList();
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        using var python = Process.Start(start)!;
        var output = python.StandardOutput.ReadToEndAsync();
        var input = string.Join('\n', numbers.Select(number => BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture)));
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        var expected = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await python.WaitForExitAsync();

        Assert.Equal(numbers.Count, expected.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], new FloatValue(numbers[index]).ToFlagText());
        }
    }

    private static IEnumerable<double> Numbers()
    {
#pragma warning disable CA5394 // repeatable, not secret
        var count = Environment.GetEnvironmentVariable("CALIBAN_CAMPAIGN") == "full" ? 1_000_000 : 2_000;
        var random = new Random(2024);
        for (var index = 0; index < count; index++)
        {
            var number = (index % 4) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-30, 70)),
                2 => Math.Round(random.NextDouble() * 1000, random.Next(0, 10)) * Math.Pow(10, random.Next(-20, 20)),
                _ => Math.ScaleB(1, random.Next(-1074, 1024)) * random.Next(1, 4),
            };
            yield return double.IsNaN(number) ? 0 : number;
        }
#pragma warning restore CA5394
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PythonFactAttribute : FactAttribute
    {
        public PythonFactAttribute()
        {
            try
            {
                using var python = Process.Start(new ProcessStartInfo("python3", "--version") { RedirectStandardOutput = true })!;
                python.WaitForExit();
                Skip = python.ExitCode == 0 ? null : "python3 does not work here";
            }
            catch (Win32Exception)
            {
                Skip = "there is no python3 on the PATH";
            }
        }
    }
}
