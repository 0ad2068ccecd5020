using System.Diagnostics;
using Lifecycle.Failures;
using Lifecycle.Shells;
using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>A server that one of the scripts starts for as long as it is needed, and the settings that lead to it.</summary>
/// <param name="script">Starts it with <c>up</c>, ends it with <c>down</c>, and leaves its settings in <c>env</c>.</param>
/// <param name="state">A folder of its own.</param>
internal sealed class ThrowawayServer(AbsolutePath script, string state) : IAsyncDisposable
{
    private const int CannotRunHere = 3;

    private bool _started;

    /// <summary>What its users find in their environment; nothing where it was not started, or cannot run here.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    /// <param name="variables">What the script finds in its environment besides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">It did not start.</exception>
    public async Task StartAsync(IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Starting a server for this run: scripts/{script.Name} up");
        _started = true;
        Variables = await RunAsync("up", variables, cancellationToken) switch
        {
            0 => await ReadVariablesAsync(cancellationToken),
            // The script has said why; so will whoever wanted it.
            CannotRunHere => Variables,
            var exitCode => throw new LifecycleException($"scripts/{script.Name} up ended with status {exitCode}", "See its lines above, or name a running server in TEST_KUBECONFIG or TEST_S3_ENDPOINT"),
        };
    }

    // Also after Ctrl-C.
    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            _ = await RunAsync("down", new Dictionary<string, string>(), CancellationToken.None);
        }
    }

    private async Task<int> RunAsync(string verb, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        // What it writes may hold keys, and what it starts may hold its output open.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null", "sh", script, verb, state]);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return await ProcessRun.RunInForegroundAsync(start, cancellationToken);
        }
        catch (ShellException exception)
        {
            throw new LifecycleException(exception.Message, $"Check PATH; scripts/{script.Name} needs a shell", exception);
        }
    }

    // The one script writes exports for a shell, the other plain lines: a shell reads both.
    private async Task<Dictionary<string, string>> ReadVariablesAsync(CancellationToken cancellationToken)
    {
        const string settings = """set -a; . "$1"; env -0""";
        var (exit, output) = await new LocalShell("this machine", Path.GetTempPath(), new Dictionary<string, string>())
            .TryReadAsync(new Command(settings, Path.Combine(state, "env")), cancellationToken);
        if (!exit.Succeeded)
        {
            throw new LifecycleException($"The settings that scripts/{script.Name} leaves cannot be read: {exit.Reason}", $"See {state}");
        }

        return output
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2 && Environment.GetEnvironmentVariable(pair[0]) != pair[1])
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }
}
