namespace Lifecycle.Operations;

/// <summary>Redis loaded what was restored, and it is not what the backup says.</summary>
public sealed class RestoredDataException(string reason) : Exception(reason);
