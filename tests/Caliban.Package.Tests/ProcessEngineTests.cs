using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class ProcessEngineTests
{
    [Fact]
    public async Task Requirements_are_installed_into_a_virtual_environment_that_is_kept()
    {
        using var wheels = new TemporaryFolder("wheels");
        Wheel.Write(wheels.Path, "from_requirements");
        Wheel.Write(wheels.Path, "from_item");
        await using var consumer = await Consumer.CreateAsync(
            "import from_requirements, from_item; print(from_requirements.NAME, 'and', from_item.NAME)",
            items: """<PythonPackage Include="from-item" />""");
        consumer.Write("requirements.txt", "from-requirements==1.0\n");

        (await WithWheels(consumer.Sweep("process")).RunAsync())
            .ShouldSucceed().ShouldSay("making a virtual environment", "from_requirements 1.0 and from_item 1.0");
        (await WithWheels(consumer.Sweep("process")).RunAsync())
            .ShouldSucceed().ShouldSay("from_requirements 1.0 and from_item 1.0").ShouldNotSay("making a virtual environment");

        Command WithWheels(Command command)
        {
            command.Environment["PIP_NO_INDEX"] = "1";
            command.Environment["PIP_FIND_LINKS"] = wheels.Path;
            return command;
        }
    }

    [Fact]
    public async Task A_requirement_that_cannot_be_installed_is_an_error_in_pips_words()
    {
        using var wheels = new TemporaryFolder("wheels");
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        consumer.Write("requirements.txt", "caliban-no-such-package==1.0\n");
        var command = consumer.Sweep("process");
        command.Environment["PIP_NO_INDEX"] = "1";
        command.Environment["PIP_FIND_LINKS"] = wheels.Path;
        var sweep = await command.RunAsync();

        sweep.ShouldFail().ShouldNotSay("hello from");
        var line = Assert.Single(sweep.ShouldSayTimes(1, "error CAL4011"));
        Assert.Contains("caliban-no-such-package", line);
    }

    [Fact]
    public async Task A_Python_that_does_not_exist_is_an_error_that_names_the_property()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var sweep = await consumer.Sweep("process", "-p:CalibanLocalPython=no-such-python").RunAsync();

        sweep.ShouldFail();
        var line = Assert.Single(sweep.ShouldSayTimes(1, "error CAL4010"));
        Assert.Contains("'no-such-python'", line);
        Assert.Contains("CalibanLocalPython", line);
    }

    [Fact]
    public async Task A_warning_says_that_nothing_isolates_the_jobs_and_NoWarn_silences_it()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, """{"x": [1, 2]}""");

        (await consumer.Sweep("process").RunAsync()).ShouldSucceed().ShouldSayTimes(1, "warning CAL4001");
        (await consumer.Sweep("process", "-p:NoWarn=CAL4001").RunAsync()).ShouldSucceed().ShouldNotSay("CAL4001");
    }

    [Fact]
    public async Task A_sweep_leaves_no_working_copies_behind_and_does_not_touch_the_code()
    {
        await using var consumer = await Consumer.CreateAsync("open('written.txt', 'w').write('x'); print('written')", """{"x": [1, 2]}""");
        (await consumer.Sweep("process").RunAsync()).ShouldSucceed().ShouldSay("[2 x=2] written");

        Assert.False(File.Exists(Path.Combine(consumer.Folder, "written.txt")));
        var copies = Path.Combine(consumer.Folder, "obj", "caliban", "process");
        Assert.Empty(Directory.Exists(copies) ? Directory.EnumerateFileSystemEntries(copies) : []);
    }
}
