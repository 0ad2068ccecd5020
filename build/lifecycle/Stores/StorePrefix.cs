using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>The place of the backups within their store: relative, and never out of it.</summary>
public sealed record StorePrefix
{
    private readonly string _text;

    private StorePrefix(string text) => _text = text;

    /// <exception cref="MistakeException">It is absolute, or leaves the store.</exception>
    public static StorePrefix Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.TrimEnd('/');
        return (text.Length > 0 && trimmed.Length == 0) || text.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(text)
            || (trimmed.Length > 0 && trimmed.Split('/').Any(segment => segment is "" or "." or ".."))
                ? throw new MistakeException($"--backup-prefix '{text}' leaves the store, or is no plain path in it", "Give a relative path such as redis-backups or team/redis-backups")
                : new StorePrefix(trimmed);
    }

    public override string ToString() => _text;
}
