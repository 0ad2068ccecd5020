namespace Lifecycle.Cluster;

/// <summary>The cause of a <see cref="LifecycleException"/> where the API server refused an account a right.</summary>
public sealed class ForbiddenException(string message) : Exception(message);
