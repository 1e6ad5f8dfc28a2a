using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks.Tests;

public sealed class LiveLinesTests
{
    private readonly FakeBuildEngine _engine = new();

    [Fact]
    public void A_line_is_a_message_a_person_sees() => Assert.Equal("loss {0} 100%", Write(terminalLogger: false));

    [Fact]
    public void The_terminal_logger_gets_its_word_which_the_line_then_writes_over() =>
        Assert.Equal("[CredentialProvider]\r\u001b[2Kloss {0} 100%", Write(terminalLogger: true));

    private string Write(bool terminalLogger)
    {
        new LiveLines(new TaskLoggingHelper(_engine, "RunPlan"), terminalLogger).Write("loss {0} 100%");

        var message = Assert.Single(_engine.Messages);
        Assert.Equal(MessageImportance.High, message.Importance);
        return message.Message!;
    }
}
