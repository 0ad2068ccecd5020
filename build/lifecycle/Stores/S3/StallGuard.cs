namespace Lifecycle.Stores.S3;

/// <summary>Ends an attempt that no longer gets on: bytes that move prolong it, whatever their rate.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source;

    public StallGuard(TimeSpan limit, CancellationToken cancellationToken)
    {
        _limit = limit;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _source.CancelAfter(limit);
    }

    public CancellationToken Token => _source.Token;

    public void Progress() => _source.CancelAfter(_limit);

    public void Dispose() => _source.Dispose();
}
