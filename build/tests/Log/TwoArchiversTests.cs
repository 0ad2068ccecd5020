using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>One archiver is enough: of two one ends, and says why.</summary>
public sealed class TwoArchiversTests
{
    [Fact]
    [Campaign]
    public async Task Of_two_archivers_one_ends_and_says_why()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await checkout.CallAsync("SET", "value", "1");

        await RequireOneEndsAsync(checkout);
    }

    [Fact]
    [Campaign]
    public async Task Of_two_archivers_of_a_redis_that_has_written_nothing_one_ends()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await checkout.CallAsync("BGREWRITEAOF");
        await Eventually.IsTrueAsync(async () => !(await checkout.CallAsync("INFO", "persistence")).Contains("aof_rewrite_in_progress:1", StringComparison.Ordinal));

        await RequireOneEndsAsync(checkout);

        Assert.Single((await checkout.HistoryAsync()).Spans);
    }

    private static async Task RequireOneEndsAsync(ArchivedCheckout checkout)
    {
        var first = await checkout.ArchiveAsync();
        var second = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("SET", "value", "2");

        var (exitCode, output) = await (await Task.WhenAny(first.EndAsync(), second.EndAsync()));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Another archiver stores the log", output, StringComparison.Ordinal);
    }
}
