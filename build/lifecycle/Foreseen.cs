using Lifecycle.Redis;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle;

/// <summary>Failures of the world outside, put in words with a next step.</summary>
internal static class Foreseen
{
    public static LifecycleException? Translate(Exception exception) => exception switch
    {
        ShellException => new LifecycleException(exception.Message, "Run Verify to see what is wrong, then run it again", exception),
        RedisDidNotStartException => new LifecycleException($"Redis does not start: {exception.Message}", "Restore --force brings it back to the last backup", exception),
        AlreadyStoredException => new LifecycleException(exception.Message, "Somebody else has made a backup in the same second: run it again", exception),
        IOException when IsDiskFull(exception) => new LifecycleException("The disk of this machine is full", "Make room, then run it again", exception),
        IOException or UnauthorizedAccessException or InvalidDataException => new LifecycleException(exception.Message, "Put that right, then run it again", exception),
        _ => null,
    };

    // ENOSPC, and Windows' ERROR_DISK_FULL.
    private static bool IsDiskFull(Exception exception) => (exception.HResult & 0xFFFF) is 28 or 112;
}
