namespace Lifecycle.Stores.S3;

/// <summary>Ends an attempt that no longer gets on: bytes that move prolong it, whatever their rate.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    public StallGuard(S3Timing timing, CancellationToken cancellationToken)
    {
        _limit = timing.Stall;
        _source = new CancellationTokenSource(_limit, timing.Clock);
        _registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public void Progress() => _source.CancelAfter(_limit);

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
