namespace Lifecycle.Failures;

/// <summary>Somebody else was there first: the name is taken, or what was read has changed meanwhile.</summary>
public class ConflictException(string problem, string remedy, Exception? cause = null) : LifecycleException(problem, remedy, cause);
