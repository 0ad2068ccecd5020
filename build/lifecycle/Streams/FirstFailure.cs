using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Lifecycle.Streams;

/// <summary>
/// The rule for parts of one work that are at it at the same time. A part that fails ends the others, by the token. A part
/// that ends well ends nobody.
/// <para>
/// Told is the first failure that is a cause. An echo of it is none: the cancellation from here, and
/// <see cref="OtherEndGoneException"/>, which ends nobody, either, for the other end is ending already. That one is told
/// where there is no cause at all: the reader was content too early.
/// </para>
/// <para>A cancellation is told only where the caller's token asks for one: what gives up by itself has failed.</para>
/// </summary>
internal sealed class FirstFailure(CancellationToken caller) : IDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(caller);
    private ExceptionDispatchInfo? _cause;
    private ExceptionDispatchInfo? _echo;

    /// <summary>Runs a part. Its failure is kept for <see cref="ThrowIfAny"/>; the task itself never fails.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "It is told by ThrowIfAny.")]
    public async Task WatchAsync(Func<CancellationToken, Task> part)
    {
        try
        {
            await part(_ending.Token);
        }
        catch (Exception exception) when (exception is OtherEndGoneException || (exception is OperationCanceledException && _ending.IsCancellationRequested))
        {
            _ = Interlocked.CompareExchange(ref _echo, ExceptionDispatchInfo.Capture(exception), null);
        }
        catch (Exception exception)
        {
            var told = exception is OperationCanceledException givenUp ? new GivenUpException(givenUp) : exception;
            _ = Interlocked.CompareExchange(ref _cause, ExceptionDispatchInfo.Capture(told), null);
            await _ending.CancelAsync();
        }
    }

    /// <summary>Ends all parts, for want of anybody who waits for them.</summary>
    public Task EndAsync() => _ending.CancelAsync();

    /// <exception cref="OperationCanceledException">A part did not get through, and <paramref name="cancellationToken"/> is cancelled.</exception>
    public void ThrowIfAny(CancellationToken cancellationToken)
    {
        if ((Volatile.Read(ref _cause) ?? Volatile.Read(ref _echo)) is not { } failure)
        {
            return;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The transfer was cancelled.", failure.SourceException, cancellationToken);
        }

        failure.Throw();
    }

    public void Dispose() => _ending.Dispose();
}
