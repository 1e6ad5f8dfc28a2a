using System.ComponentModel;
using System.Text;
using Caliban.Core.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Processes;

public sealed class ProcessRunnerTests
{
    private readonly RecordedOutput _output = new();

    [Fact]
    public async Task All_bytes_of_both_channels_arrive()
    {
        var exitCode = await RunAsync(Children.Script("""
            import sys
            for i in range(200):
                sys.stdout.buffer.write(bytes(range(256)) * 10)
                sys.stderr.buffer.write(bytes(reversed(range(256))) * 10)
            sys.stdout.buffer.write(b'end')
            """));

        byte[] up = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] down = [.. up.Reverse()];
        Assert.Equal(0, exitCode);
        Assert.Equal([.. Enumerable.Repeat(up, 2000).SelectMany(bytes => bytes), .. "end"u8], _output.Standard);
        Assert.Equal(Enumerable.Repeat(down, 2000).SelectMany(bytes => bytes), _output.Error);
    }

    [Theory]
    [InlineData("import sys; sys.exit(3)", 3)]
    [InlineData("import sys; sys.exit(255)", 255)]
    [InlineData("raise Exception()", 1)]
    public async Task The_exit_code_is_that_of_the_program(string code, int exitCode) =>
        Assert.Equal(exitCode, await RunAsync(Children.Script(code)));

    [UnixTheory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    [InlineData("SEGV", 139)]
    public async Task An_end_by_a_signal_is_128_and_its_number(string signal, int exitCode) =>
        Assert.Equal(exitCode, await RunAsync(Children.Script($"import os, signal; os.kill(os.getpid(), signal.SIG{signal})")));

    [Fact]
    public async Task The_input_is_empty_and_not_that_of_this_process()
    {
        await RunAsync(Children.Script("import sys; print(repr(sys.stdin.read()))"));

        Assert.Equal("''", Encoding.UTF8.GetString(_output.Standard).TrimEnd());
    }

    [Fact]
    public async Task What_is_written_is_what_the_program_reads()
    {
        var program = Children.Script("import sys; data = sys.stdin.buffer.read(); print(len(data), data[:3], data[-3:])") with
        {
            WriteInput = async (stream, cancellation) =>
            {
                await stream.WriteAsync("abc"u8.ToArray(), cancellation);
                await stream.WriteAsync(new byte[1_000_000], cancellation);
                await stream.WriteAsync("xyz"u8.ToArray(), cancellation);
            },
        };

        await RunAsync(program);

        Assert.Equal("1000006 b'abc' b'xyz'", Encoding.UTF8.GetString(_output.Standard).TrimEnd());
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_ends_all_the_same()
    {
        var program = Children.Script("import sys; sys.exit(4)") with
        {
            WriteInput = async (stream, cancellation) =>
            {
                while (true)
                {
                    await stream.WriteAsync(new byte[65536], cancellation);
                }
            },
        };

        Assert.Equal(4, await RunAsync(program));
    }

    [Fact]
    public async Task Arguments_arrive_one_by_one_as_they_are()
    {
        string[] arguments = ["a b", "", "\"q\"", "it's", "$HOME", "*", "é 𝄞", "back\\slash", "line\nend", "-x"];

        await RunAsync(Children.Script("import sys; print(ascii(sys.argv[1:]))", arguments));

        Assert.Equal(
            """['a b', '', '"q"', "it's", '$HOME', '*', '\xe9 \U0001d11e', 'back\\slash', 'line\nend', '-x']""",
            Encoding.UTF8.GetString(_output.Standard).TrimEnd());
    }

    [Fact]
    public async Task The_folder_and_the_variables_are_those_asked_for()
    {
        using var folder = new TemporaryFolder("caliban dir");
        Directory.CreateDirectory(Path.Combine(folder.Path, "é"));
        var program = Children.Script("import os, sys; print(os.path.basename(os.getcwd()) == '\\xe9', ascii(os.environ['CALIBAN_TRIAL']), 'PATH' in os.environ)") with
        {
            WorkingDirectory = Path.Combine(folder.Path, "é"),
            Environment = new Dictionary<string, string> { ["CALIBAN_TRIAL"] = "a=b 'ü'" },
        };

        await RunAsync(program);

        Assert.Equal("""True "a=b '\xfc'" True""", Encoding.UTF8.GetString(_output.Standard).TrimEnd());
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_exception_of_the_start() =>
        await Assert.ThrowsAsync<Win32Exception>(() => RunAsync(new ProcessSpecification("/nowhere/program", [])));

    [Fact]
    public async Task A_token_that_is_cancelled_already_starts_nothing()
    {
        using var folder = new TemporaryFolder();
        var mark = Path.Combine(folder.Path, "mark");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProcessRunner.RunAsync(
            Children.Script("import sys; open(sys.argv[1], 'w').close()", mark), _output.Add, Children.Limit, new CancellationToken(true)));

        Assert.False(File.Exists(mark));
    }

    private Task<int> RunAsync(ProcessSpecification program) =>
        ProcessRunner.RunAsync(program, _output.Add, Children.Limit, CancellationToken.None).WaitAsync(Children.Limit);
}
