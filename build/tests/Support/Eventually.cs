using Lifecycle.Waiting;

namespace Lifecycle.Tests.Support;

/// <summary>What comes true by itself; where it does not, the test fails rather than goes on for ever.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static Task IsTrueAsync(Func<bool> ask) => IsTrueAsync(() => Task.FromResult(ask()));

    public static async Task IsTrueAsync(Func<Task<bool>> ask) =>
        Assert.True(await new Patience(Limit, TimeProvider.System).UntilTrueAsync(_ => ask(), RedisInstance.Cancel), $"it did not come true within {Limit.TotalMinutes} minutes");
}
