namespace Lifecycle.Volume;

/// <summary>What came of asking a Redis for the first time.</summary>
/// <param name="Survey">What it is like; null where it does not answer.</param>
/// <param name="Reason">Why it does not.</param>
public sealed record Reached(Survey? Survey, string Reason = "")
{
    /// <summary>Taken with the survey, where that was asked for and nothing stood in its way. Whoever asked disposes of it.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The command that has told it, where it may go on to finish a restore. Whoever asked disposes of it.</summary>
    public Finishing? Finishing { get; init; }
}
