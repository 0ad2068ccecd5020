namespace Lifecycle.Streams;

/// <summary>Something ran out of patience by itself. .NET tells that as a cancellation, which nobody has asked for.</summary>
public sealed class GivenUpException(OperationCanceledException cause)
    : IOException($"A transfer was given up by itself: {(cause.InnerException ?? cause).Message}", cause);
