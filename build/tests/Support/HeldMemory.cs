namespace Lifecycle.Tests.Support;

/// <summary>
/// How much managed memory is held meanwhile, in bytes above what was held before. What is resident says less: when a process
/// gives memory back is the collector's and the kernel's to say. A test that asks runs alone.
/// </summary>
internal sealed class HeldMemory : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly long _before = Now();
    private readonly Task _watch;
    private long _most;

    public HeldMemory() => _watch = WatchAsync();

    public async Task<long> MostAsync()
    {
        await _ended.CancelAsync();
        await _watch;
        return _most - _before;
    }

    public async ValueTask DisposeAsync()
    {
        _ = await MostAsync();
        _ended.Dispose();
    }

    private static long Now() => GC.GetTotalMemory(forceFullCollection: true);

    private async Task WatchAsync()
    {
        await Task.Yield();
        while (!_ended.IsCancellationRequested)
        {
            _most = Math.Max(_most, Now());
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }
}
