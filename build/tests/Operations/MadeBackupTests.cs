using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What one run has made is handed to the next, which takes that very backup or fails.</summary>
public sealed class MadeBackupTests
{
    private static readonly string[] Destroy = ["Destroy", "--skip", "--confirm-destroy", "DESTROY"];

    [Fact]
    public async Task The_one_that_was_made_is_drilled_kept_and_enough_to_destroy_and_a_later_one_is_not_taken_for_it()
    {
        await using var checkout = await Checkout.CreateAsync();
        var made = await BackUpAsync(checkout);
        _ = await checkout.Redis.Server.CallAsync(RedisInstance.Cancel, "SET", "newer", "1");
        await Task.Delay(TimeSpan.FromSeconds(1.1), RedisInstance.Cancel);
        var later = await BackUpAsync(checkout);

        Assert.Contains($"{made} restores: 4,001 keys", await MustAsync(checkout, "Drill", "--backup-made", made), StringComparison.Ordinal);
        _ = await MustAsync(checkout, "Rotate", "--keep", "1", "--backup-made", made);
        Assert.True(File.Exists(made) && File.Exists(later));
        _ = await MustAsync(checkout, [.. Destroy, "--backup-made", made]);
        Assert.False(Directory.Exists(checkout.Folders.Data));
    }

    [Theory]
    [InlineData("Drill", "Nothing is restored")]
    [InlineData("Rotate", "Nothing is removed")]
    [InlineData("Destroy", "Nothing is destroyed")]
    public async Task Where_it_is_gone_nothing_is_done_though_there_is_another(string verb, string words)
    {
        await using var checkout = await Checkout.CreateAsync();
        var made = await BackUpAsync(checkout);
        await Task.Delay(TimeSpan.FromSeconds(1.1), RedisInstance.Cancel);
        _ = await BackUpAsync(checkout);
        Directory.Delete(Path.GetDirectoryName(made)!, recursive: true);

        var (exitCode, output) = await checkout.RunAsync([.. verb == "Destroy" ? Destroy : [verb], "--backup-made", made]);

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{words}: the backup that was made before, {made}, is not among those in", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(checkout.Folders.Data));
    }

    [Fact]
    public async Task Where_it_is_not_whole_any_more_nothing_is_removed()
    {
        await using var checkout = await Checkout.CreateAsync();
        var made = await BackUpAsync(checkout);
        File.Delete($"{made}.sha256");

        var (exitCode, output) = await checkout.RunAsync("Rotate", "--backup-made", made);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Nothing is removed", output, StringComparison.Ordinal);
        Assert.True(File.Exists(made));
    }

    private static async Task<string> BackUpAsync(Checkout checkout)
    {
        var output = await MustAsync(checkout, "Backup");
        return output.Split('\n').Single(line => line.StartsWith("Archive:", StringComparison.Ordinal))["Archive:".Length..].Trim();
    }

    private static async Task<string> MustAsync(Checkout checkout, params string[] arguments)
    {
        var (exitCode, output) = await checkout.RunAsync(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
