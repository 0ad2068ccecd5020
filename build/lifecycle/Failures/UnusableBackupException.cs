namespace Lifecycle.Failures;

/// <summary>A backup does not restore, whatever Redis and cluster do: the one failure that a drill records against it.</summary>
public sealed class UnusableBackupException(string problem, string remedy = "", Exception? cause = null, bool transient = false) : LifecycleException(problem, remedy, cause)
{
    private const string Another = "Name another backup with --archive or --s3-uri; Backups lists them";

    public UnusableBackupException(string problem, bool transient)
        : this(problem, "", null, transient)
    {
    }

    /// <summary>It is not the backup's fault: another try may go through.</summary>
    public bool Transient => transient;

    public static UnusableBackupException NotRestored(string location, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new UnusableBackupException($"{location} was not restored, and the previous data serves again: {cause.Problem()}", Another, cause);
    }

    public static UnusableBackupException Refused(string location, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new UnusableBackupException($"{location} is not restored, and Redis' data is as it was: {cause.Problem()}", Another, cause);
    }
}
