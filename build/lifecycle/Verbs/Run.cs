using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>
/// What a verb stands on: its environment, its store, its lock, the reporter, the clock and the consents. It owns their
/// disposal and turns failures of the world outside into words.
/// </summary>
public sealed class Run : IAsyncDisposable
{
    private readonly CancellationTokenSource _over;
    private readonly IVerb _verb;
    private IEnvironment? _environment;
    private IBackupStore? _store;
    private IOperationLock? _lock;
    private Task? _reaching;
    private Task? _identifying;

    private Run(IVerb verb, Settings settings, IReporter reporter, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_verb, Settings, Reporter, Clock) = (verb, settings, reporter, clock);
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public Settings Settings { get; }

    public IReporter Reporter { get; }

    public TimeProvider Clock { get; }

    /// <summary>Runs a verb and says what it came to.</summary>
    /// <exception cref="LifecycleException">It failed.</exception>
    /// <exception cref="OperationCanceledException">Somebody has asked for that, and nobody else.</exception>
    public static async Task<Verdict> OfAsync(IVerb verb, Settings settings, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(verb);
        ArgumentNullException.ThrowIfNull(reporter);
        try
        {
            await using var run = new Run(verb, settings, reporter, TimeProvider.System, cancellationToken);
            var verdict = await verb.RunAsync(run, cancellationToken);
            reporter.Conclude(verdict);
            return verdict;
        }
        catch (Exception exception) when (FailureTranslation.Of(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Reaches the environment, and says which it is.</summary>
    public async Task<IEnvironment> OpenEnvironmentAsync(CancellationToken cancellationToken)
    {
        if (_environment is null)
        {
            _environment = await EnvironmentFactory.OpenAsync(Settings, Reporter, cancellationToken);
            Reporter.Info($"Environment: {_environment.Name}");
        }

        return _environment;
    }

    /// <summary>Reaches the environment and keeps other operations on it away until the end of the run.</summary>
    /// <exception cref="LifecycleException">Somebody else is at work; the message names them.</exception>
    public async Task<(IEnvironment Environment, IOperationLock Lock)> LockAsync(CancellationToken cancellationToken)
    {
        var environment = await OpenEnvironmentAsync(cancellationToken);
        _lock ??= await environment.LockAsync(_verb.GetType().Name, cancellationToken);
        return (environment, _lock);
    }

    /// <summary>The store that is named, or the environment's own; null where there is none of these: a cluster without a bucket.</summary>
    public IBackupStore? FindStore(RestoreRequest? request = null) => _store ??= StoreFactory.TryOpen(Settings, request ?? new RestoreRequest(), Reporter);

    /// <summary>Begins to reach the store: a first connection to it takes as long as one to the cluster.</summary>
    public void BeginToReachStore() => _reaching = Task.Run(() => _store!.ReachAsync(_over.Token), _over.Token);

    /// <summary>Begins to find out whose backups those of the environment are: while Redis is reached, which takes as long.</summary>
    public Task<Owner> BeginToIdentify(IEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var identifying = environment.IdentifyAsync(_over.Token);
        _identifying = identifying;
        return identifying;
    }

    /// <exception cref="LifecycleException">It is not there, or cannot be listed.</exception>
    public Task RequireStoreReachedAsync() => _reaching ?? Task.CompletedTask;

    /// <summary>
    /// What is asked for by name and cannot be done fails. Only where a run says so beforehand, as the workflows around a
    /// rebuild do, or where nobody asked, is it passed over.
    /// </summary>
    /// <exception cref="LifecycleException">It is not to be passed over.</exception>
    public Verdict SkipOrFail(bool mayBeSkipped, string reason, string remedy) => mayBeSkipped || Settings.Optional
        ? Verdict.Skipped(_verb.Name, $"{reason}. {remedy}")
        : throw new LifecycleException(Capitalise(reason), remedy);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var ahead in (Task?[])[_reaching, _identifying])
        {
            if (ahead is not null)
            {
                await ahead.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync();
        }

        _environment?.Dispose();
        _store?.Dispose();
        _over.Dispose();
    }

    private static string Capitalise(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
