using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Embedded;

/// <summary>A Redis of this machine alone, for trying things out and for tests: the same operations, another host.</summary>
public sealed class EmbeddedEnvironment : IEnvironment
{
    private const string Remedy = "Run Restore --force to bring back the last backup, or Destroy to start over";

    private readonly EmbeddedFolders _folders;
    private readonly RedisProcess _process;
    private readonly EmbeddedRedis _redis;
    private readonly Func<EmbeddedFolders, RedisProcess> _newThrowaway;
    private readonly int _sampleKeys;

    private EmbeddedEnvironment(EmbeddedFolders folders, RedisProcess process, Func<EmbeddedFolders, RedisProcess> newThrowaway, EmbeddedOptions options)
    {
        _folders = folders;
        _newThrowaway = newThrowaway;
        _process = process;
        _redis = new EmbeddedRedis(_process) { IsRehearsal = options.IsRehearsal };
        _sampleKeys = options.SampleKeys;
    }

    public string Name => $"embedded (a redis-server of its own, data in {_folders.Data})";

    public IRedisHost Redis => _redis;

    public Task<Owner> IdentifyAsync(CancellationToken cancellationToken) => EmbeddedIdentity.FindAsync(_folders, cancellationToken);

    public static async Task<EmbeddedEnvironment> OpenAsync(EmbeddedOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folders = new EmbeddedFolders(options.Root);
        folders.Create();
        var binaries = await RedisBinaries.LocateAsync(options.BinariesCache, reporter, cancellationToken);
        var arguments = RedisArguments.FromStatefulSet(options.StatefulSet);
        return new EmbeddedEnvironment(
            folders,
            new RedisProcess(folders, binaries, arguments) { User = options.RedisUser },
            place => new RedisProcess(place, binaries, arguments) { IsThrowaway = true },
            options);
    }

    public async Task<Verdict> DeployAsync(IReporter reporter, bool dryRun, CancellationToken cancellationToken)
    {
        if (_process.IsReachable)
        {
            return Verdict.Run("Deploy", "unchanged: the embedded Redis runs");
        }

        if (dryRun)
        {
            return Verdict.Skipped("Deploy", "dry run: the embedded Redis would be started");
        }

        await StartAsync(reporter, cancellationToken);
        return Verdict.Run("Deploy", "the embedded Redis runs");
    }

    public Task<Presence> FindPresenceAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_process.ProcessId is not null || _folders.HoldData ? Presence.Redis : Presence.Nothing);

    /// <summary>One that does not start is no reason to stop here: what comes next may be what puts it right.</summary>
    public async Task EnsureRedisAsync(IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        if (_redis.IsRehearsal)
        {
            return;
        }

        try
        {
            await StartAsync(reporter, cancellationToken);
        }
        catch (LifecycleException exception)
        {
            reporter.Warn(exception.Problem);
        }
    }

    private async Task StartAsync(IReporter reporter, CancellationToken cancellationToken)
    {
        if (_process.IsReachable)
        {
            return;
        }

        try
        {
            reporter.Info($"Starting the embedded Redis on {_folders.Data}");
            var isNew = !_folders.HoldData;
            _ = await _redis.StartAsync(cancellationToken);
            await LoadSampleAsync(reporter, isNew, cancellationToken);
        }
        catch (RedisDidNotStartException exception)
        {
            throw new LifecycleException($"The embedded Redis does not start: {exception.Message}", exception.IsLate ? "Run it again when it has loaded its data" : Remedy, exception);
        }
    }

    public async Task<IReadOnlyList<Check>> VerifyAsync(IReporter reporter, CancellationToken cancellationToken)
    {
        // Whoever is at work may have taken Redis off its data for a while: then it is only looked at.
        await using (var held = await FileLock.TryAcquireAsync(_folders.LockFile, "Verify", cancellationToken))
        {
            if (held is not null)
            {
                await EnsureRedisAsync(reporter, cancellationToken);
            }
        }

        var runs = new Check("Process", _process.ProcessId is not null, _process.ProcessId is { } id ? $"redis-server, process {id}" : "no redis-server runs", "Run Backup, which puts an interrupted restore right, or Restore --force");
        return _process.ProcessId is null
            ? [runs]
            : [runs, .. await RedisChecks.RunAsync(_process.Shell, _process.Access, memoryLimit: null, cancellationToken)];
    }

    public async Task<Verdict> DestroyAsync(IReporter reporter, bool keepVolume, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
        {
            return Verdict.Skipped(
                "Destroy",
                $"dry run: the embedded Redis would be stopped{(keepVolume ? "" : $" and {_folders.Data} removed")}",
                [.. Directory.Exists(DrillFolders.Root) ? new[] { new Fact(DrillFolders.Root, "would be removed: a drill that was cut short has left it") } : []]);
        }

        await _process.StopAsync(cancellationToken);
        if (!keepVolume)
        {
            _folders.RemoveData();
        }

        await ThrowawayRedis.RemoveLeftAsync(DrillFolders, _newThrowaway(DrillFolders), cancellationToken);

        return Verdict.Run("Destroy", keepVolume ? $"the embedded Redis is stopped, its data stays in {_folders.Data}" : $"the embedded Redis is stopped and {_folders.Data} is removed");
    }

    public async Task<IThrowawayRedis> StartThrowawayAsync(IReporter reporter, CancellationToken cancellationToken) =>
        await ThrowawayRedis.StartAsync(DrillFolders, _newThrowaway(DrillFolders), cancellationToken);

    private EmbeddedFolders DrillFolders => new($"{_folders.Root}-drill");

    public async Task<IOperationLock> LockAsync(string verb, CancellationToken cancellationToken)
    {
        var held = await FileLock.AcquireAsync(_folders.LockFile, verb, cancellationToken);
        _folders.Sweep();
        return held;
    }

    // The process outlives the run; there is nothing else to let go.
    public void Dispose()
    {
    }

    private async Task LoadSampleAsync(IReporter reporter, bool isNew, CancellationToken cancellationToken)
    {
        if (File.Exists(_folders.SampleMark))
        {
            return;
        }

        // Never into data that somebody has, or has restored.
        if (_sampleKeys > 0 && isNew)
        {
            reporter.Info($"Loading {_sampleKeys} sample records (once; --sample-keys 0 leaves it empty)");
            await SampleData.LoadAsync(_process.Server, _sampleKeys, cancellationToken);
        }

        await File.WriteAllTextAsync(_folders.SampleMark, "", cancellationToken);
    }
}
