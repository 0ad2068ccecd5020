using System.Diagnostics;
using System.Globalization;
using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Embedded;

/// <summary>
/// One <c>redis-server</c> of our own, reached through a Unix socket in a folder that only its owner can enter. It
/// outlives the build that has started it.
/// </summary>
public sealed class RedisProcess(EmbeddedFolders folders, RedisBinaries binaries, IReadOnlyList<string> arguments)
{
    // Relative to the data directory: a socket's path may not be longer than 107 bytes.
    private const string Socket = "../redis.sock";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public IShell Shell { get; } = new LocalShell(
        "the embedded Redis",
        folders.Data,
        new Dictionary<string, string>(binaries.Environment()) { ["REDIS_SOCKET"] = Socket });

    /// <summary>The process, if it runs. Its id alone may be another's by now; its working directory is not.</summary>
    public int? ProcessId => ReadId(folders.PidFile) is { } id
        && new FileInfo($"/proc/{id}/cwd").LinkTarget is { } directory
        && ReadId(Path.Combine(directory, "..", Path.GetFileName(folders.PidFile))) == id
            ? id
            : null;

    /// <summary>It runs, and its socket is where it was put.</summary>
    public bool IsReachable => ProcessId is not null && File.Exists(Path.Combine(folders.Data, Socket));

    /// <summary>Starts it and returns when it answers; it may still be loading.</summary>
    /// <exception cref="RedisDidNotStartException">It ends at once; the message carries its own last words.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        folders.Create();
        File.Delete(folders.LogFile);
        File.Delete(folders.PidFile);
        string[] own = ["--port", "0", "--unixsocket", Socket, "--unixsocketperm", "700", "--daemonize", "yes", "--pidfile", folders.PidFile, "--logfile", folders.LogFile];
        var (exit, output) = await Shell.TryReadAsync(new Command("""rm -f "$1"; shift; exec redis-server "$@" """, [Socket, .. arguments, .. own]), cancellationToken);
        if (!exit.Succeeded)
        {
            throw new RedisDidNotStartException($"redis-server refused its arguments: {exit.Error}{output}");
        }

        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(cancellationToken))
        {
            if ((ReadId(folders.PidFile) is not null && ProcessId is null) || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new RedisDidNotStartException($"redis-server ended: {LastWords()}");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Waits until a process that was told to end has ended.</summary>
    /// <exception cref="ShellException">It does not.</exception>
    public async Task AwaitEndAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (ProcessId is not null)
        {
            if (Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new ShellException("the embedded Redis was told to end, and still runs");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>Ends it without a save: with the append-only file on, everything is on disk already.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ProcessId is not { } id)
        {
            return;
        }

        var (exit, _) = await Shell.TryReadAsync(new Command(RedisServer.Cli + "redis SHUTDOWN NOSAVE NOW FORCE"), cancellationToken);
        if (!exit.Succeeded && ProcessId == id)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        await AwaitEndAsync(cancellationToken);
    }

    private static int? ReadId(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not there (any more), or another user's process: not ours in either case.
            return null;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        ProcessId is not null && (await Shell.TryReadAsync(new Command(RedisServer.Cli + "redis INFO server"), cancellationToken)).Exit.Succeeded;

    // Redis marks what matters with a #: "1234:M 07 Feb 2026 11:41:00.123 # Fatal error: …".
    private string LastWords() => File.Exists(folders.LogFile)
        ? File.ReadAllLines(folders.LogFile).Where(line => line.Contains(" # ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(" # ", StringComparison.Ordinal) + 3)..]).LastOrDefault() ?? "without a word"
        : "without a log";
}
