namespace Lifecycle.Log;

/// <summary>
/// What lies on the volume for an archiver alone: files that Redis has removed and it has open still. A store that answers is
/// given time for as long as it halves what is left in each minute.
/// </summary>
internal sealed class HeldFiles(TimeProvider clock)
{
    /// <summary>In bytes.</summary>
    public const long Most = 256 * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private (long Since, long Left)? _crowded;

    /// <param name="held">In bytes.</param>
    /// <param name="left">What of the increment is not stored yet, in bytes.</param>
    /// <param name="storeIsAway">It does not answer.</param>
    public bool IsTooMuch(long held, long left, bool storeIsAway)
    {
        if (held <= Most)
        {
            _crowded = null;
            return false;
        }

        var crowded = _crowded ??= (clock.GetTimestamp(), left);
        if (!storeIsAway && clock.GetElapsedTime(crowded.Since) <= Longest)
        {
            return false;
        }

        _crowded = (clock.GetTimestamp(), left);
        return storeIsAway || left > crowded.Left / 2;
    }
}
