using System.IO.Pipelines;
using Caliban.Core.Diagnostics;
using Caliban.Core.Processes;

namespace Caliban.Core.Docker;

/// <summary>Reads an image out of the engine while it comes, so that it is never whole in memory.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/image/save/"/>
public static class DockerSave
{
    private const int BufferSize = 1024 * 1024;
    private const int MessageSize = 64 * 1024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <param name="read">Reads the tar archive; it need not read to the end.</param>
    /// <exception cref="DiagnosticException">The engine did not hand it out: CAL3046.</exception>
    public static async Task ReadAsync(
        this DockerClient docker, string reference, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: BufferSize, resumeWriterThreshold: BufferSize / 2, useSynchronizationContext: false));
        var messages = new CapturedOutput.Builder(MessageSize);
        var reading = ReadThenAsync();
        int? exitCode = null;
        try
        {
            exitCode = await ProcessRunner.RunAsync(
                new ProcessSpecification(docker.Executable, ["image", "save", reference]), OnOutput, Grace, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The reader has failed, and says why.
        }
        finally
        {
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (exitCode is > 0)
        {
            // What the reader makes of half an archive does not matter.
            throw DiagnosticException.Create(LayerDiagnostics.SaveFailed, SourceLocation.None, reference, messages.Build(exitCode.Value).LastLine.TrimEnd('.'));
        }

        await reading.ConfigureAwait(false);

        // On a thread of its own, which may wait until the reader has kept up.
        void OnOutput(OutputChannel channel, ReadOnlyMemory<byte> bytes)
        {
            if (channel == OutputChannel.Error)
            {
                messages.Add(channel, bytes);
            }
            else
            {
                pipe.Writer.WriteAsync(bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }

        async Task ReadThenAsync()
        {
            try
            {
                await read(pipe.Reader.AsStream(leaveOpen: true), stop.Token).ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            }
        }
    }
}
