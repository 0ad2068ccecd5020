using Targets;
using Targets.CommandLine;

namespace Lifecycle.Tests.Targets;

public sealed class CommandLineCheckTests
{
    [Theory]
    [InlineData("Backpu", "Backup")]
    [InlineData("Backup --kep 3", "--keep")]
    [InlineData("Backup --bukket b", "--backup-bucket")]
    [InlineData("Backup --prefix p", "--backup-prefix")]
    [InlineData("Backup --keep x", "whole number")]
    [InlineData("Rotate --keep -1", "less than 0")]
    [InlineData("Rotate --keep 0", "a whole number of 1 or more")]
    [InlineData("Backups --most 0", "1 or more")]
    [InlineData("Rotate --keep", "needs a value")]
    [InlineData("Restore --at 2026-02-07T11:41Z --archive a.tgz", "Give one of them")]
    [InlineData("Rotate --keep=3", "--keep 3")]
    [InlineData("Rotate --keep 1 --keep 2", "2 times")]
    [InlineData("Rotate -keep 10 --keep 1", "2 times")]
    [InlineData("Rotate --keep 3 4", "--keep takes one value, and '4' is one more. Give one.")]
    [InlineData("Verify --namespace data Backup", "Name targets first: Backup before any option.")]
    [InlineData("Backup --profile", "--profile needs a value")]
    [InlineData("Backup --profile --keep 3", "--profile needs a value")]
    [InlineData("Backup --target", "--target needs a value")]
    [InlineData("Backup --backup-bucket ", "--backup-bucket is empty. It takes a text.")]
    [InlineData("Backup --environment dve", "dev")]
    [InlineData("Restore --force maybe", "true")]
    [InlineData("Destroy --skip Bakup", "Backup")]
    [InlineData("Destroy --skip Destroy", "both asked for and skipped")]
    [InlineData("Destroy --skip Rotate+destroy", "both asked for and skipped")]
    [InlineData("Backup --target Restore", "in one place")]
    [InlineData("Backup --continue", "Run the targets anew")]
    [InlineData("Backup --partition 1/2", "without it")]
    [InlineData("Deploy --wait-timeout banana", "--wait-timeout: 'banana' is no span of time")]
    [InlineData("Restore --at yesterday", "--at: 'yesterday' is no point in time")]
    [InlineData("Benchmark --scenario all,backup", "--scenario: Benchmark has no part 'all'")]
    [InlineData("Backup --host Jenkins", "--host")]
    public void A_mistake_is_answered_with_the_right_word(string line, string expected) =>
        Assert.Contains(expected, CommandLineCheck.FindMistake(typeof(Build), line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("backup")]
    [InlineData("Deploy Verify Backup --environment dev --keep 3 --no-logo")]
    [InlineData("Restore --at 2026-02-07T11:41Z --wait-timeout 90s")]
    [InlineData("Destroy --confirm-destroy DESTROY --skip Backup Rotate --dry-run")]
    [InlineData("Restore --force --s3-uri s3://bucket/key.tgz --verbosity verbose")]
    [InlineData("Destroy --confirm-destroy DESTROY --skip")]
    [InlineData("Backup --profile dev ci")]
    [InlineData("--help")]
    public void What_is_right_passes(string line) =>
        Assert.Null(CommandLineCheck.FindMistake(typeof(Build), line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Backups_may_lie_in_no_folder() => Assert.Null(CommandLineCheck.FindMistake(typeof(Build), ["Backup", "--backup-prefix", "", "--store", "s3://bucket/folder"]));
}
