using System.Diagnostics.CodeAnalysis;
using System.Text;
using Lifecycle.Streams;

namespace Lifecycle.Shells;

/// <summary>Feeds a command and takes its output at the same time.</summary>
public static class CommandStreams
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Returns when the command has ended and its output is through. What it did not take of its input is of no interest
    /// then: its exit status says why, and says it better. Whatever fails here leaves the command to its disposal.
    /// </summary>
    public static async Task<Exit> RunAsync(this IRunningCommand command, Stream? input, Stream? output, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            return await DrainAsync(command, output, cancellationToken);
        }

        using var ended = new CancellationTokenSource();
        return await Halves.RunAsync(
            token => FeedAsync(command, input, ended.Token, token),
            async token =>
            {
                var exit = await DrainAsync(command, output, token);
                await ended.CancelAsync();
                return exit;
            },
            cancellationToken);
    }

    /// <summary>One line of input. Where the command has ended, how it has says why: that is to be asked for next.</summary>
    public static async Task TellAsync(this IRunningCommand command, string line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            await command.Input.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), cancellationToken);
        }
        catch (OtherEndGoneException)
        {
            // Told by its end.
        }
    }

    /// <summary>
    /// To be called only when all of it is written, for a command takes this for the end of the whole. The word for it may
    /// find no room: who gives up does not wait for that, and the command's disposal ends it.
    /// </summary>
    public static Task EndInputAsync(this IRunningCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Input.DisposeAsync().AsTask().WaitAsync(cancellationToken);
    }

    private static async Task<Exit> DrainAsync(IRunningCommand command, Stream? output, CancellationToken cancellationToken)
    {
        try
        {
            await command.Output.CopyToAsync(output ?? Stream.Null, cancellationToken);
            return await command.EndAsync(cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GivenUpException(exception);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The command has ended: what becomes of its input is of no interest any more.")]
    private static async Task FeedAsync(IRunningCommand command, Stream input, CancellationToken ended, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        var buffer = new byte[BufferSize];
        try
        {
            int read;
            while ((read = await input.ReadAsync(buffer, over.Token)) > 0)
            {
                if (!await TryWriteAsync(command.Input, buffer.AsMemory(0, read), over.Token))
                {
                    return;
                }
            }

            await command.EndInputAsync(over.Token);
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
        }
    }

    private static async Task<bool> TryWriteAsync(Stream input, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(content, cancellationToken);
            return true;
        }
        catch (OtherEndGoneException)
        {
            return false;
        }
    }
}
