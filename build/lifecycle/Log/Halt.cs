namespace Lifecycle.Log;

/// <summary>Why recording has stopped for now.</summary>
internal enum Halt
{
    /// <summary>It was told to; everything that is whole is stored.</summary>
    Told,

    /// <summary>The connection to Redis broke; the log may go on.</summary>
    Disconnected,

    /// <summary>The log does not go on.</summary>
    Gap,
}
