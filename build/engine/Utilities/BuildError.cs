namespace Nuke.Common;

/// <summary>What someone who runs a build has to put right: its message is all they need.</summary>
sealed class BuildError(string message) : Exception(message);
