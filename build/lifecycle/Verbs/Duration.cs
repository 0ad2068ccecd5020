using System.Globalization;
using Lifecycle.Failures;

namespace Lifecycle.Verbs;

/// <summary>A span of time as people type it: 90s, 5m, 2h, 7d.</summary>
public static class Duration
{
    /// <exception cref="LifecycleException">It is none.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var unit = text.Length > 0 ? text[^1] : ' ';
        return int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && unit is 's' or 'm' or 'h' or 'd'
            ? unit switch
            {
                's' => TimeSpan.FromSeconds(count),
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            }
            : throw new LifecycleException($"'{text}' is no span of time", "Give a number with s, m, h or d: 90s, 5m, 2h, 7d");
    }
}
