using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Verbs;

/// <summary>Failures of the world outside, put in words with a next step.</summary>
internal static class FailureTranslation
{
    /// <returns>Null where it is none of these: already in words, a cancellation that somebody asked for, or a mistake of ours.</returns>
    public static LifecycleException? Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ShellException => new LifecycleException(exception.Message, "Run Verify to see what is wrong, then run it again", exception),
        RedisDidNotStartException => new LifecycleException($"Redis does not start: {exception.Message}", "See its log; Restore --force replaces data that it cannot load", exception),
        OperationCanceledException when !cancellationToken.IsCancellationRequested => new LifecycleException($"Something took too long and was given up: {exception.Message}", "Run it again; --wait-timeout gives Redis longer", exception),
        IOException when IsDiskFull(exception) => new LifecycleException("The disk of this machine is full", "Make room, then run it again", exception),
        IOException or UnauthorizedAccessException or InvalidDataException => new LifecycleException(exception.Message, "Put that right, then run it again", exception),
        _ => null,
    };

    // ENOSPC, and Windows' ERROR_DISK_FULL.
    private static bool IsDiskFull(Exception exception) => (exception.HResult & 0xFFFF) is 28 or 112;
}
