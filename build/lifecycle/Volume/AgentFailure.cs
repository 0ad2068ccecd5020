using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>Why a verb of the agent ended, with a remedy where there is one.</summary>
internal static class AgentFailure
{
    public static Exception Of(string where, Exit exit) => (AgentStatus)exit.Status switch
    {
        AgentStatus.Refused => new LifecycleException($"{where}: {FirstLine(exit)}", "Allow that command to whoever connects from within the pod, and do not rename it: docs/runbooks/operations/redis-access.md"),
        AgentStatus.Elsewhere => new LifecycleException($"{where}: {FirstLine(exit)}", "Let Redis keep its data on the volume that is mounted, on a file system with hard links"),
        AgentStatus.Outdated => new LifecycleException($"{where}: {FirstLine(exit)}", "Upgrade it to Redis 7"),
        AgentStatus.Denied => new LifecycleException($"{where}: {FirstLine(exit)}", "Name the Secret that holds the password with --redis-auth-secret, or set REDISCLI_AUTH for an embedded Redis, and name an ACL user with --redis-user"),
        AgentStatus.Untrusted => Distrust.Explain(where, FirstLine(exit), exit.Error),
        _ => new ShellException($"{where}: {FirstLine(exit)}"),
    };

    /// <summary>Whoever asks is no longer the one who is at work; null where only the files have changed.</summary>
    public static ConflictException? FindConflict(string where, Exit exit) =>
        exit.Status == (int)AgentStatus.Changed && exit.Error.Trim() is { Length: > 0 } reason ? new($"{where}: {reason}", "Run Verify to see what it serves") : null;

    public static string FirstLine(Exit exit) => exit.Reason.Split('\n', 2)[0].Trim();
}
