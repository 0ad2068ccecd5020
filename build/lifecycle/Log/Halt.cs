namespace Lifecycle.Log;

/// <summary>Why recording has stopped for now.</summary>
internal sealed class Halt
{
    /// <summary>It was told to; everything that is whole is stored.</summary>
    public static readonly Halt Told = new(null);

    /// <summary>The connection to Redis broke; the log may go on.</summary>
    public static readonly Halt Disconnected = new(null);

    private Halt(string? gap) => Gap = gap;

    /// <summary>Why the log does not go on; null where it may.</summary>
    public string? Gap { get; }

    public static Halt AtGap(string reason) => new(reason);
}
