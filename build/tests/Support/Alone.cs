namespace Lifecycle.Tests.Support;

/// <summary>For tests that count what the whole process does.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
