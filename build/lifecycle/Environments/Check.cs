namespace Lifecycle.Environments;

/// <summary>One thing that Verify looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Passed">Whether it is well.</param>
/// <param name="Finding">What was found.</param>
/// <param name="Remedy">What to do where it is not well.</param>
public sealed record Check(string Name, bool Passed, string Finding, string Remedy = "")
{
    /// <summary>What was found is no fault, and belongs into the verdict: it is not there, or could not be looked at.</summary>
    public bool IsNote { get; init; }
}
