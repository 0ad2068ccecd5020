namespace Lifecycle.Failures;

/// <summary>A mistake on the command line or in a parameter file: nothing was done, and the exit status is 2.</summary>
public sealed class MistakeException(string problem, string remedy, Exception? cause = null) : LifecycleException(problem, remedy, cause);
