namespace Lifecycle.Failures;

/// <summary>What was asked for by name is not there.</summary>
public sealed class NotFoundException(string problem, string remedy, Exception? cause = null) : LifecycleException(problem, remedy, cause);
