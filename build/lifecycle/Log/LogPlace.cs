using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>A place in one of a store's logs, as History shows it: <c>20260207T114100Z/3:1048576</c>.</summary>
public sealed record LogPlace(BackupName Generation, AofPosition Position)
{
    /// <exception cref="MistakeException">It is none.</exception>
    public static LogPlace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var generation, var position] && BackupName.TryParse(generation) is { } name && AofPosition.TryParse(position) is { } at
            ? new LogPlace(name, at)
            : throw new MistakeException($"'{text}' is no place in a log", "Give it as History shows it: 20260207T114100Z/3:1048576");
    }

    public override string ToString() => $"{Generation}/{Position}";
}
