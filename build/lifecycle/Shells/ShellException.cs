namespace Lifecycle.Shells;

/// <summary>A command could not be run, or its connection broke before its outcome was known.</summary>
public class ShellException(string message, Exception? cause = null) : Exception(message, cause);
