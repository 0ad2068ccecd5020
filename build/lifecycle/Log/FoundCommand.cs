using Lifecycle.Redis;

namespace Lifecycle.Log;

/// <summary>A command in a log.</summary>
/// <param name="Place">Where it begins, or the transaction that it stands in.</param>
/// <param name="Command">What it is.</param>
/// <param name="Time">By when it was there; null where a later segment tells that.</param>
internal sealed record FoundCommand(AofPosition Place, AppendedCommand Command, DateTimeOffset? Time);
