namespace Lifecycle.Streams;

/// <summary>
/// Tasks that work ahead of whoever starts them, by the rule of <see cref="FirstFailure"/>: the first that fails ends the
/// others, and is what each later wait tells. Disposed of, none is at work any more.
/// </summary>
internal sealed class TaskGroup : IAsyncDisposable
{
    private readonly FirstFailure _failure = new(CancellationToken.None);
    private readonly List<Task> _tasks = [];
    private bool _disposed;

    /// <returns>To be given to <see cref="WaitAsync(Task, CancellationToken)"/>; it never fails by itself.</returns>
    public Task Start(Func<CancellationToken, Task> work)
    {
        _ = CountAtWork();
        var started = _failure.WatchAsync(work);
        _tasks.Add(started);
        return started;
    }

    /// <summary>Until this one has ended.</summary>
    public async Task WaitAsync(Task task, CancellationToken cancellationToken)
    {
        await task.WaitAsync(cancellationToken);
        _failure.ThrowIfAny(cancellationToken);
    }

    /// <summary>Until no more than <paramref name="remaining"/> are at work.</summary>
    public async Task WaitAsync(int remaining, CancellationToken cancellationToken)
    {
        while (CountAtWork() > remaining)
        {
            await Task.WhenAny(_tasks).WaitAsync(cancellationToken);
            _failure.ThrowIfAny(cancellationToken);
        }

        // Also where none is at work any more: the last may have failed just now.
        _failure.ThrowIfAny(cancellationToken);
    }

    /// <summary>Ends those that are at work, and waits for it. Who waited for them has heard of their failure.</summary>
    public async Task StopAsync()
    {
        await _failure.EndAsync();
        await Task.WhenAll(_tasks);
        _tasks.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await StopAsync();
            _failure.Dispose();
        }
    }

    private int CountAtWork()
    {
        _ = _tasks.RemoveAll(task => task.IsCompleted);
        return _tasks.Count;
    }
}
