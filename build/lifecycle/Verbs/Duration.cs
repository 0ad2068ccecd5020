using System.Globalization;
using Lifecycle.Failures;

namespace Lifecycle.Verbs;

/// <summary>A span of time as people type it: 90s, 5m, 2h, 7d.</summary>
public static class Duration
{
    // Beyond that nothing here can be counted in ticks, or subtracted from a date.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <exception cref="LifecycleException">It is none, or longer than a century.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var unit = text.Length == 0 ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        return unit > TimeSpan.Zero && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= Longest / unit
            ? unit * count
            : throw new LifecycleException($"'{text}' is no span of time", "Give a number with s, m, h or d: 90s, 5m, 2h, 7d");
    }
}
