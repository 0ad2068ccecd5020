namespace Lifecycle.Benchmarks;

/// <summary>Something cannot be measured on this machine: why, and what would change that, in one line.</summary>
internal sealed class NotHereException(string message) : Exception(message);
