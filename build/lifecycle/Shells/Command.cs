namespace Lifecycle.Shells;

/// <summary>
/// A POSIX shell script and its arguments. Scripts are constants; every value from outside is an argument
/// (<c>$1</c>, <c>$2</c>, …), so nothing from outside is ever parsed by a shell.
/// </summary>
public sealed record Command(string Script, params string[] Arguments)
{
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(1);

    /// <summary>How long the command may live. It is ended there even when this process is long gone.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;

    // -s KILL: a shell blocked on a full pipe does not act on TERM. Both coreutils and busybox know this form.
    public IReadOnlyList<string> ToArguments() =>
        ["timeout", "-s", "KILL", $"{(long)Math.Ceiling(Limit.TotalSeconds)}", "sh", "-c", Script, "sh", .. Arguments];
}
