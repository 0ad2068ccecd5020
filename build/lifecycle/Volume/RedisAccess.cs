namespace Lifecycle.Volume;

/// <summary>Who asks a Redis, and where it listens: what is not to be seen beside it.</summary>
public sealed class RedisAccess
{
    public static readonly RedisAccess Default = new();

    /// <summary>An ACL user; null for the default one.</summary>
    public string? User { get; init; }

    /// <summary>Goes through the agent's standard input, never into an argument list. Null: it is found beside Redis.</summary>
    public string? Password { get; init; }

    /// <summary>Lines of a configuration file, none of them secret; empty: they are found beside Redis.</summary>
    public string Settings { get; init; } = "";

    internal IEnumerable<string> Words =>
    [
        .. User is null ? Array.Empty<string>() : ["--user", User],
        .. Password is null ? Array.Empty<string>() : ["--auth"],
        .. Settings.Length == 0 ? Array.Empty<string>() : ["--settings", Settings],
    ];
}
