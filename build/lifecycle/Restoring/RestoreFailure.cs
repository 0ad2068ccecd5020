using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>How a failed restore is told: first what has become of the data, then why, then what to do.</summary>
internal static class RestoreFailure
{
    private const string LookThenGoOn = "Run Verify to see what is wrong, then any Restore or Backup: each goes on with this first";

    /// <summary>Once things have been put right; null for what says all of it by itself.</summary>
    public static LifecycleException? Of(string location, RestoreStage stage, Exception failure) => failure switch
    {
        RedisDidNotStartException { IsLate: true } => PutBack(location, failure, "Give it more time with --wait-timeout, and run it again"),
        RedisDidNotStartException => UnusableBackupException.NotRestored(location, failure),
        UnusableBackupException when stage == RestoreStage.Staging => UnusableBackupException.Refused(location, failure),
        UnusableBackupException { Transient: true } => PutBack(location, failure, "Run it again"),
        UnusableBackupException => UnusableBackupException.NotRestored(location, failure),
        _ => null,
    };

    /// <summary>Nothing was put right, for both data sets are to stay.</summary>
    public static LifecycleException OfUndecided(string location, string notCompared, Exception failure) => new(
        $"{location} serves, was not compared with what it should be ({notCompared}), and it could not be noted that what it replaced is kept: {failure.Problem()}",
        "Look at what serves: Restore --finish drops what was replaced, Restore --undo brings it back",
        failure);

    public static LifecycleException OfLostLock(string location, Exception failure, ConflictException lost) => new(
        $"{location} was not restored ({failure.Problem()}), and this run has lost its lock: {lost.Problem}",
        "The next Backup or Restore puts right what it has left; then run it again",
        failure);

    /// <summary>Things could not be put right.</summary>
    public static LifecycleException OfPuttingBack(string location, RestoreStage stage, Exception failure, Exception obstacle) => new(
        stage switch
        {
            RestoreStage.Staging => $"{location} is not restored ({failure.Problem()}), Redis' data is as it was, and what was staged stays on the volume: {obstacle.Problem()}",
            RestoreStage.Confirmed => $"{location} is restored, and what it replaced is still kept ({failure.Problem()}): {obstacle.Problem()}",
            _ => $"{location} was not restored ({failure.Problem()}), and the previous data, kept on the volume, does not serve yet: {obstacle.Problem()}",
        },
        obstacle is LifecycleException { Remedy.Length: > 0 } told ? told.Remedy : LookThenGoOn,
        failure);

    private static LifecycleException PutBack(string location, Exception failure, string remedy) =>
        new($"{location} was not restored, and the previous data serves again: {failure.Problem()}", remedy);
}
