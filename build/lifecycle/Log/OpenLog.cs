using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>A log that goes on: whose it is, where, and Redis' files at that place.</summary>
internal sealed record OpenLog(Owner Owner, LogHead Head, LogSource Source);
