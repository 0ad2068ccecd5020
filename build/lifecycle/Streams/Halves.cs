namespace Lifecycle.Streams;

/// <summary>
/// Two halves of one stream, at work at the same time, by the rule of <see cref="FirstFailure"/>. A half that ends well
/// tells the other one by the stream between them, closed. Both have ended before this returns.
/// </summary>
internal static class Halves
{
    /// <exception cref="OperationCanceledException">A half did not get through, and <paramref name="cancellationToken"/> is cancelled.</exception>
    public static async Task RunAsync(Func<CancellationToken, Task> first, Func<CancellationToken, Task> second, CancellationToken cancellationToken)
    {
        using var failure = new FirstFailure(cancellationToken);
        await Task.WhenAll(failure.WatchAsync(first), failure.WatchAsync(second));
        failure.ThrowIfAny(cancellationToken);
    }

    /// <returns>What the second half gives.</returns>
    /// <exception cref="OperationCanceledException">A half did not get through, and <paramref name="cancellationToken"/> is cancelled.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task> first, Func<CancellationToken, Task<T>> second, CancellationToken cancellationToken)
    {
        T result = default!;
        await RunAsync(first, async token => { result = await second(token); }, cancellationToken);
        return result;
    }
}
