namespace Lifecycle.Restoring;

/// <summary>What is to become of a restore that has not come to its end.</summary>
internal enum Wish
{
    /// <summary>Forwards where restored data serves already and was compared, else the previous data.</summary>
    Settle,

    Undo,

    Finish,
}

/// <summary>What became of it.</summary>
/// <param name="IsFinished">The restored data serves, else the previous.</param>
/// <param name="Told">In words.</param>
internal sealed record Settled(bool IsFinished, string Told)
{
    public static Settled Finished(string told) => new(true, told);

    public static Settled Undone(string told) => new(false, told);
}
