using System.Text;

namespace Lifecycle.Shells;

public static class ShellExtensions
{
    private const int MaximumTextBytes = 4 * 1024 * 1024;

    /// <summary>What the command wrote to standard output, at most 4 MiB of it.</summary>
    /// <exception cref="ShellException">It ended with a status other than zero, or wrote more.</exception>
    public static async Task<string> ReadAsync(this IShell shell, Command command, CancellationToken cancellationToken)
    {
        var (exit, text) = await shell.TryReadAsync(command, cancellationToken);
        return exit.Succeeded ? text : throw new ShellException($"{shell.Name}: {exit.Reason}");
    }

    public static async Task<(Exit Exit, string Text)> TryReadAsync(this IShell shell, Command command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shell);
        using var output = new BoundedMemoryStream(MaximumTextBytes);
        var exit = await shell.RunAsync(command, input: null, output, cancellationToken);
        return (exit, Encoding.UTF8.GetString(output.Written));
    }

    /// <summary>Runs a command whose output does not matter.</summary>
    /// <exception cref="ShellException">It ended with a status other than zero.</exception>
    public static async Task DoAsync(this IShell shell, Command command, CancellationToken cancellationToken) =>
        _ = await shell.ReadAsync(command, cancellationToken);
}
