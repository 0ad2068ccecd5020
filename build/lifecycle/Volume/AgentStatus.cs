namespace Lifecycle.Volume;

/// <summary>How a verb of <c>redis-volume.sh</c> ends; the script has the same table.</summary>
internal enum AgentStatus
{
    Done = 0,
    Misused = 64,
    Failed = 70,

    /// <summary>What was seen is no longer so: look again.</summary>
    Changed = 75,

    /// <summary>Redis has got keys meanwhile.</summary>
    Unfresh = 76,

    /// <summary>Redis refuses a command; its own words are on standard error.</summary>
    Refused = 77,

    /// <summary>The data is not where the volume is, or cannot be linked there.</summary>
    Elsewhere = 78,

    /// <summary>Redis is older than 7.</summary>
    Outdated = 79,

    /// <summary>Redis does not accept who asks: no password, a wrong one, or a user that is off.</summary>
    Denied = 80,

    /// <summary>A certificate is not accepted; it follows on standard error.</summary>
    Untrusted = 81,
}
