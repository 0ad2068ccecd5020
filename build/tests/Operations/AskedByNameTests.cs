using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What is asked for by name and cannot be done fails; SKIPPED is for what nobody asked for.</summary>
public sealed class AskedByNameTests
{
    [Theory]
    [InlineData("Restore")]
    [InlineData("Drill")]
    public async Task A_moment_before_the_first_backup_is_a_failure_that_names_what_there_is(string verb)
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);

        var (exitCode, output) = await checkout.RunAsync(verb, "--at", "2001-01-01T00:00:00Z");

        Assert.Equal(255, exitCode);
        Assert.DoesNotContain("SKIPPED", output, StringComparison.Ordinal);
        Assert.Contains("Backups lists what there is", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Backup")]
    [InlineData("Restore")]
    [InlineData("Drill")]
    public async Task Without_a_bucket_a_verb_fails_for_a_person_and_is_skipped_where_it_is_optional(string verb)
    {
        await using var checkout = await Checkout.CreateAsync();
        string[] nowhere = [verb, "--environment", "dev", "--kubeconfig", "none"];

        var (asked, output) = await checkout.RunAsync(nowhere);
        var (optional, reason) = await checkout.RunAsync([.. nowhere, "--optional"]);

        Assert.True(asked == 255, output);
        Assert.Contains("No bucket is named", output, StringComparison.Ordinal);
        Assert.True(optional == 0, reason);
        Assert.Contains("SKIPPED, no bucket is named", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_ever_backed_up_a_restore_fails_for_a_person()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Deploy")).ExitCode);

        Assert.Equal(255, (await checkout.RunAsync("Restore")).ExitCode);
        Assert.Equal(0, (await checkout.RunAsync("Restore", "--optional")).ExitCode);
    }
}
