namespace Lifecycle.Shells;

/// <summary>The command was not run, because what it would have run in is not there, not yet or no longer running.</summary>
public sealed class NotRunningException(string message, Exception? cause = null) : ShellException(message, cause);
