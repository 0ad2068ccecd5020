namespace Lifecycle.Archives;

/// <summary>An archive unpacks to more than whoever reads it has room for, which may be no fault of the archive.</summary>
public sealed class TooLargeException(string message) : Exception(message);
