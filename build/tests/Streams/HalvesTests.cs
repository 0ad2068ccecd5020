using Lifecycle.Streams;

namespace Lifecycle.Tests.Streams;

public sealed class HalvesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_half_that_fails_ends_the_other_and_is_told() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Halves.RunAsync(
            _ => throw new InvalidDataException(),
            token => Task.Delay(Timeout.Infinite, token),
            Token));

    [Fact]
    public async Task A_half_that_ends_well_ends_nobody()
    {
        var done = false;
        await Halves.RunAsync(
            _ => Task.CompletedTask,
            async token =>
            {
                await Task.Delay(20, token);
                done = true;
            },
            Token);
        Assert.True(done);
    }

    [Fact]
    public async Task The_echo_of_a_failure_is_not_told_although_it_comes_first()
    {
        var gone = new TaskCompletionSource();
        await Assert.ThrowsAsync<InvalidDataException>(() => Halves.RunAsync(
            _ =>
            {
                gone.SetResult();
                throw new OtherEndGoneException("gone");
            },
            async token =>
            {
                await gone.Task;
                await Task.Delay(20, token);
                throw new InvalidDataException();
            },
            Token));
    }

    [Fact]
    public async Task An_echo_without_a_cause_is_told() =>
        await Assert.ThrowsAsync<OtherEndGoneException>(() => Halves.RunAsync(_ => throw new OtherEndGoneException("unread"), _ => Task.CompletedTask, Token));

    [Fact]
    public async Task What_gives_up_by_itself_has_failed_and_was_not_cancelled()
    {
        var failure = await Assert.ThrowsAsync<GivenUpException>(() => Halves.RunAsync(
            _ => throw new TaskCanceledException("100 s elapsed"),
            token => Task.Delay(Timeout.Infinite, token),
            Token));
        Assert.Contains("100 s elapsed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_is_told_where_the_caller_asks_for_it()
    {
        using var asked = new CancellationTokenSource();
        var running = Halves.RunAsync(
            token => Task.Delay(Timeout.Infinite, token),
            async token =>
            {
                await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new IOException("the socket was aborted");
            },
            asked.Token);
        await asked.CancelAsync();
        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => running);
        Assert.Equal(asked.Token, cancelled.CancellationToken);
    }
}
