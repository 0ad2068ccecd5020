// Most of a test on the cluster is waiting for it: on two processors four at a time take half as long as two.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Lifecycle.Tests.Support;

/// <summary>For tests that count what the whole process does, or take from others what they need.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
