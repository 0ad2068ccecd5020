namespace Lifecycle.Volume;

/// <summary>
/// What is to be done with a Redis that is reached. Each way into a pod, with what starts there, takes half a second: what it
/// is known to be for is done with the first one.
/// </summary>
public enum Intent
{
    Look,

    /// <summary>Take a snapshot, where the survey gives no reason to wait or to put something right first.</summary>
    BackUp,

    /// <summary>Find out whether Redis lets itself be restored.</summary>
    Restore,
}
