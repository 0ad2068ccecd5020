namespace Lifecycle.Failures;

/// <summary>A server knows who asks, and does not let them; another identity or another right is wanted, not another attempt.</summary>
public sealed class ForbiddenException(string problem, string remedy, Exception? cause = null) : LifecycleException(problem, remedy, cause);
