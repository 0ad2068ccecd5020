using System.Text;

namespace Lifecycle.Shells;

public static class ShellExtensions
{
    private const int MaximumTextBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Runs <paramref name="command"/> until it has ended and both streams are through.
    /// Both streams are driven with backpressure: a slow <paramref name="output"/> slows the command down.
    /// </summary>
    /// <exception cref="ShellException">The command could not be started, or its connection broke: its outcome is unknown.</exception>
    public static async Task<Exit> RunAsync(this IShell shell, Command command, Stream? input, Stream? output, CancellationToken cancellationToken)
    {
        await using var running = await shell.StartAsync(command, withInput: input is not null, cancellationToken);
        return await running.RunAsync(input, output, cancellationToken);
    }

    /// <summary>What the command wrote to standard output, at most 4 MiB of it.</summary>
    /// <exception cref="ShellException">It ended with a status other than zero, or wrote more.</exception>
    public static async Task<string> ReadAsync(this IShell shell, Command command, CancellationToken cancellationToken)
    {
        var (exit, text) = await shell.TryReadAsync(command, cancellationToken);
        return exit.Succeeded ? text : throw new ShellException($"{shell.Name}: {exit.Reason}");
    }

    public static async Task<(Exit Exit, string Text)> TryReadAsync(this IShell shell, Command command, CancellationToken cancellationToken)
    {
        using var output = new BoundedMemoryStream(MaximumTextBytes);
        var exit = await shell.RunAsync(command, input: null, output, cancellationToken);
        return (exit, Encoding.UTF8.GetString(output.Written));
    }
}
