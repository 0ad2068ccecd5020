using System.Diagnostics;
using System.Globalization;
using Lifecycle.Environments;
using Lifecycle.Redis;
using Lifecycle.Shells;
using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Embedded;

/// <summary>
/// One <c>redis-server</c> of our own. Where its arguments do not say where it listens, it is reached through a Unix socket
/// in a folder that only its owner can enter. It outlives the build that has started it.
/// </summary>
public sealed class RedisProcess(EmbeddedFolders folders, RedisBinaries binaries, IReadOnlyList<string> arguments, TimeProvider? clock = null)
{
    // Relative to the data directory: a socket's path may not be longer than 107 bytes.
    private const string Socket = "../redis.sock";

    // Not as a daemon, which is started before anybody knows its number: whoever gives up then could not end it. Hence also
    // no giving up in the middle, and no server where its number cannot be noted.
    private const string Starting = """
        pid=$1 log=$2; shift 2
        unset REDISCLI_AUTH REDIS_PASSWORD
        setsid sh -c 'echo $$ >"$0" && exec "$@"' "$pid" "$@" </dev/null >>"$log" 2>&1 & server=$!
        while [ ! -s "$pid" ] && kill -0 "$server" 2>/dev/null; do sleep 0.01; done
        [ -s "$pid" ] || { echo "$pid cannot be written" >&2; exit 1; }
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly Pace Quick = Pace.Steady(TimeSpan.FromMilliseconds(20));

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    // Nothing of a drill's Redis leaves its folder, and what is set twice counts as it was set last.
    private static readonly string[] Harmless = ["--maxmemory", "0", "--save", ""];

    private readonly string _settings = ServerSettings.Of(arguments);

    /// <summary>The ACL user that the tool asks as; null for the default one.</summary>
    public string? User { get; init; }

    /// <summary>For a drill: with the settings, but without those that say who may ask it, and where.</summary>
    public bool IsThrowaway { get; init; }

    public IShell Shell { get; } = new LocalShell("the embedded Redis", folders.Data, Variables(binaries, arguments));

    public RedisAccess Access => new() { User = IsThrowaway ? null : User, Settings = HasSocket ? $"{_settings}\nport 0\ntls-port 0\nunixsocket {Socket}" : _settings };

    public RedisServer Server => new(Shell, Access);

    private bool HasSocket => IsThrowaway || !ServerSettings.NameAListener(_settings);

    /// <summary>The process, if it runs. Its id alone may be another's by now; its working directory is not.</summary>
    public int? ProcessId => ReadId(folders.PidFile) is { } id
        && new FileInfo($"/proc/{id}/cwd").LinkTarget is { } directory
        && ReadId(Path.Combine(directory, "..", Path.GetFileName(folders.PidFile))) == id
            ? id
            : null;

    /// <summary>It runs, and its socket is where it was put.</summary>
    public bool IsReachable => ProcessId is not null && (!HasSocket || File.Exists(Path.Combine(folders.Data, Socket)));

    /// <summary>Starts it and returns when it answers; it may still be loading.</summary>
    /// <exception cref="RedisDidNotStartException">It ends at once, and the message carries its own last words; or it is late, and runs.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        folders.Create();
        File.Delete(folders.LogFile);
        File.Delete(folders.PidFile);
        File.Delete(Path.Combine(folders.Data, Socket));
        await LaunchAsync();
        var hasEnded = false;
        var isSettled = await Begin().UntilTrueAsync(async token => (ProcessId is not null && await Server.AnswersAsync(token)) || (hasEnded = HasEnded), cancellationToken);
        if (!isSettled || hasEnded)
        {
            throw hasEnded
                ? new RedisDidNotStartException($"redis-server ended: {ReadLastWords()}")
                : new RedisDidNotStartException(string.Create(CultureInfo.InvariantCulture, $"redis-server runs, and has not answered within {StartLimit.TotalSeconds:0} s"), isLate: true);
        }
    }

    /// <summary>Waits until a process that was told to end has ended.</summary>
    /// <exception cref="ShellException">It does not.</exception>
    public async Task AwaitEndAsync(CancellationToken cancellationToken)
    {
        if (!await Begin().UntilTrueAsync(_ => Task.FromResult(ProcessId is null), cancellationToken))
        {
            throw new ShellException("the embedded Redis was told to end, and still runs");
        }
    }

    /// <summary>Ends it without a save: with the append-only file on, everything is on disk already.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ProcessId is not { } id)
        {
            return;
        }

        var (exit, _) = await Server.TryCallAsync(["SHUTDOWN", "NOSAVE", "NOW", "FORCE"], cancellationToken);
        if (!exit.Succeeded && ProcessId == id)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }

        await AwaitEndAsync(cancellationToken);
    }

    private bool HasEnded => ReadId(folders.PidFile) is not null && ProcessId is null;

    private Patience Begin() => new(StartLimit, _clock, Quick);

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

    // A secret of this machine's is none of the server's.
    private async Task LaunchAsync()
    {
        string[] own = [.. HasSocket ? ["--port", "0", "--unixsocket", Socket, "--unixsocketperm", "700"] : new[] { "--bind", "127.0.0.1" }, "--logfile", folders.LogFile];
        string[] server = IsThrowaway
            ? ["sh", "-c", AgentScript.Text, "sh", "--settings", _settings, "serve", .. own, .. Harmless]
            : ["redis-server", .. arguments, .. own];
        _ = await Shell.ReadAsync(new Command(Starting, [folders.PidFile, folders.LogFile, .. server]), CancellationToken.None);
    }

    private static Dictionary<string, string> Variables(RedisBinaries binaries, IReadOnlyList<string> arguments)
    {
        // One of another Redis of this machine would come before the socket that this one is given.
        var environment = new Dictionary<string, string>(binaries.Environment()) { ["REDIS_SOCKET"] = "" };
        if (ServerSettings.FindPassword(arguments) is { } password)
        {
            environment["REDIS_PASSWORD"] = password;
        }

        return environment;
    }

    private string ReadLastWords() => File.Exists(folders.LogFile) ? LastWords.Of(File.ReadAllText(folders.LogFile)) : "it has no log";
}
