namespace Nuke.Common.Utilities;

/// <summary>What somebody who runs a build has to put right: its message is all that they need.</summary>
internal sealed class BuildError(string message) : Exception(message);
