namespace Lifecycle.Redis;

/// <summary>A command as the append-only file holds it.</summary>
/// <param name="At">Where it begins, counted from where the scanning began.</param>
/// <param name="Name">In upper case; only the beginning of what is longer than any command's name.</param>
/// <param name="Words">How many it has, with its name.</param>
/// <param name="Transaction">Where the MULTI begins that it stands in; its own place where there is none.</param>
/// <param name="Database">Selected when it ran; null where the scanning began later than that was said.</param>
public readonly record struct AppendedCommand(long At, string Name, long Words, long Transaction, int? Database)
{
    /// <summary>How many keys it removes: all is <see cref="long.MaxValue"/>.</summary>
    public long Removes => Name switch
    {
        "FLUSHALL" or "FLUSHDB" or "SWAPDB" => long.MaxValue,
        "DEL" or "UNLINK" => Words - 1,
        _ => 0,
    };
}
