namespace Lifecycle.Benchmarks.Contenders;

/// <summary>A contender has ended well and yet not done its work.</summary>
internal sealed class VoidResultException(string message) : Exception(message);
