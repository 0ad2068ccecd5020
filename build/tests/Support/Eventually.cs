using Lifecycle.Waiting;

namespace Lifecycle.Tests.Support;

/// <summary>What comes true by itself; where it does not, the test fails rather than goes on for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <param name="ask">Whether it has.</param>
    /// <param name="tell">What is to be known where it does not.</param>
    public static Task IsTrueAsync(Func<bool> ask, Func<string>? tell = null) => IsTrueAsync(() => Task.FromResult(ask()), tell);

    /// <inheritdoc cref="IsTrueAsync(Func{bool}, Func{string})"/>
    public static async Task IsTrueAsync(Func<Task<bool>> ask, Func<string>? tell = null)
    {
        if (!await new Patience(Limit, TimeProvider.System).UntilTrueAsync(_ => ask(), RedisInstance.Cancel))
        {
            Assert.Fail($"it did not come true within {Limit.TotalMinutes} minutes\n{tell?.Invoke()}");
        }
    }
}
