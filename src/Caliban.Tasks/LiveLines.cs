using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks;

/// <summary>
/// Lines that must be on the screen while the task runs. The console logger shows messages at once. The terminal logger
/// holds them back, but for those that hold one of two words it takes for questions of a credential provider
/// (dotnet/msbuild src/Build/Logging/TerminalLogger, ImmediateMessageKeywords); on its terminal the word is written over
/// at once by a carriage return and an erased line.
/// </summary>
internal sealed class LiveLines(TaskLoggingHelper log, bool terminalLogger)
{
    private const string Immediate = "[CredentialProvider]\r\u001b[2K";

    public void Write(string line) =>
        log.LogMessage(MessageImportance.High, "{0}", terminalLogger ? Immediate + line : line);
}
