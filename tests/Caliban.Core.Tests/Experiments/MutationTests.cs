using System.Text;
using System.Text.Unicode;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;

namespace Caliban.Core.Tests.Experiments;

/// <summary>
/// Whatever bytes a file holds, reading gives experiments or diagnostics inside the file. Mutations are seeded, so a number
/// names its case for good. Every run tries 500; the environment variable <c>CALIBAN_CAMPAIGN=full</c> raises it to 100 000.
/// </summary>
public sealed class MutationTests
{
    private static readonly string[] Seeds =
    [
        "[ {\n \"epochs\": [1, 2, 3], # comment\n \"batch\": [64, 128],\n \"name\": \"some thing\", \"on\": [true, false]},\n {\"epochs\": 1000}]",
        "{\"[a,b]\": [[1, 2.5e-3], [\"x\", [1, \"y\"]]], \"c\": [-0.0, 1e400, Infinity, -Infinity], \"d\": \"é𝄞 \\u00e9 \\ud834\\udd1e \\n\"}",
        "\ufeff// first\r\n{\"a\": [[], [[1]], [true, [\"it's\"]]], /* block\r\n comment */ \"b\": 12345678901234567890,}\r\n",
        "[[], [[{}]], {\"x\": []}, {'single': None, bare: +1, \"s\": \"tab\there\", \"u\": “v”}, {\"n\": nul} {\"p\": \"C:\\dir\"}]",
        "{\"a\": {\"b\": [1, {\"c\": null}]}, \"a\": 1, \"[a, b]\": [1], \"e f\": 2}",
    ];

    private static int Count => Environment.GetEnvironmentVariable("CALIBAN_CAMPAIGN") == "full" ? 100_000 : 500;

    [Fact]
    public void Any_bytes_give_experiments_or_diagnostics_inside_the_file()
    {
        for (var number = 0; number < Count; number++)
        {
            var bytes = Mutate(number);
            try
            {
                Check(bytes);
            }
            catch (Exception exception)
            {
                Assert.Fail($"mutation {number}, base64 {Convert.ToBase64String(bytes)}: {exception}");
            }
        }
    }

    private static void Check(byte[] bytes)
    {
        try
        {
            var set = Configurations.Read(bytes);
            Assert.NotEmpty(set.Experiments);
            var written = Configurations.Write(set, ExpansionFormat.Indented);
            Assert.NotEmpty(Configurations.Read(written).Experiments);
            Assert.All(set.Warnings, warning => CheckPlace(bytes, warning));
        }
        catch (DiagnosticException exception)
        {
            Assert.NotEmpty(exception.Diagnostics);
            Assert.All(exception.Diagnostics, mistake => CheckPlace(bytes, mistake));
            Assert.DoesNotContain(exception.Diagnostics, mistake => mistake.Descriptor == ExperimentDiagnostics.SyntaxInvalid);
        }
    }

    private static void CheckPlace(byte[] bytes, Diagnostic diagnostic)
    {
        if (diagnostic.Location == Configurations.Declared)
        {
            Assert.Empty(bytes);
            return;
        }

        // A byte that is not UTF-8 counts as one unit, as it does in Latin-1.
        var encoding = Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1;
        var lines = encoding.GetString(bytes).Replace("\r\n", "\n").Split('\n', '\r');
        Assert.Equal("stdin", diagnostic.Location.File);
        Assert.InRange(diagnostic.Location.Line, 1, lines.Length);
        Assert.InRange(diagnostic.Location.Column, 1, lines[diagnostic.Location.Line - 1].Length + 1);
    }

    private static byte[] Mutate(int number)
    {
#pragma warning disable CA5394 // repeatable, not secret
        var random = new Random(number);
        var bytes = Encoding.UTF8.GetBytes(Seeds[number % Seeds.Length]).ToList();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var place = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when place < bytes.Count:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(place, Math.Min(random.Next(1, 6), bytes.Count - place));
                    break;
                case 2:
                    bytes.Insert(place, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.InsertRange(place, "{}[],:\"'#/\\=;()-+.0eE\n\r\t \"\"[["u8.ToArray().Skip(random.Next(25)).Take(random.Next(1, 4)));
                    break;
                case 4 when random.Next(4) == 0:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                default:
                    var other = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);
                    var start = random.Next(other.Length);
                    bytes.InsertRange(place, other.Skip(start).Take(random.Next(1, 20)));
                    break;
            }
        }
#pragma warning restore CA5394
        return [.. bytes];
    }
}
