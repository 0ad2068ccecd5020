namespace Lifecycle.Shells;

/// <summary>There is no such program on this machine.</summary>
public sealed class ProgramNotFoundException(string message, Exception cause) : ShellException(message, cause);
