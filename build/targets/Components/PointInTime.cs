using System.Globalization;
using Lifecycle.Failures;

namespace Targets.Components;

/// <summary>A moment as people type it; without a zone it is UTC.</summary>
internal static class PointInTime
{
    /// <exception cref="LifecycleException">It is none.</exception>
    public static DateTimeOffset? Parse(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new LifecycleException($"'{text}' is no point in time", "Write it as 2026-02-07T11:41Z");
}
