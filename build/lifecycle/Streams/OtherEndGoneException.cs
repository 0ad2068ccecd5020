namespace Lifecycle.Streams;

/// <summary>
/// Nobody reads what is written, or nobody writes what is read: an echo of what became of the other end, and of no
/// interest where that is told.
/// </summary>
public sealed class OtherEndGoneException(string message, Exception? cause = null) : IOException(message, cause);
