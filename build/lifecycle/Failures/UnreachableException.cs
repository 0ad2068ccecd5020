namespace Lifecycle.Failures;

/// <summary>A server does not answer, or not to the end: what was asked of it may have been done or not.</summary>
public sealed class UnreachableException(string problem, string remedy, Exception? cause = null) : LifecycleException(problem, remedy, cause);
