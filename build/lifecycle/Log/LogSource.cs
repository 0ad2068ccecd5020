using System.Diagnostics.CodeAnalysis;
using Lifecycle.Redis;
using Lifecycle.Volume;

namespace Lifecycle.Log;

/// <summary>Redis' log at a place from which it goes on, and what stands before that.</summary>
internal sealed record LogSource(LogFollower Follower, ReadOnlyMemory<byte> Before)
{
    /// <summary>Goes on where a log ended.</summary>
    /// <param name="volume">Beside Redis.</param>
    /// <param name="at">The place.</param>
    /// <param name="seam">What stands before it.</param>
    /// <param name="isSame">Tells one file from another at the beginning of an increment, where nothing stands before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where the file is not there any more, or is no longer the one that was read.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets the source disposes of it.")]
    public static async Task<LogSource?> ContinueAsync(VolumeAgent volume, AofPosition at, Seam seam, Func<LogState, bool> isSame, CancellationToken cancellationToken)
    {
        var follower = await volume.OpenFollowerAsync(at with { Offset = at.Offset - seam.Length }, cancellationToken);
        try
        {
            if (await ReadAsync(follower, seam.Length, cancellationToken) is ({ } before, var state) && Seam.Of(before) == seam && (seam.Length > 0 || isSame(state)))
            {
                return new LogSource(follower, before);
            }
        }
        catch
        {
            await follower.DisposeAsync();
            throw;
        }

        await follower.DisposeAsync();
        return null;
    }

    /// <summary>Goes to where a checkpoint ends, which was made after the follower began.</summary>
    /// <returns>Null where more than one rewrite came between.</returns>
    public static async Task<LogSource?> SeekAsync(LogFollower follower, AofPosition at, CancellationToken cancellationToken)
    {
        var state = await follower.LookAsync(cancellationToken);
        while (state is { IsBroken: false } && state.Increment < at.Increment)
        {
            if (state.Next == 0)
            {
                return null;
            }

            state = await follower.PassAsync(cancellationToken);
        }

        if (state is null or { IsBroken: true } || state.Increment != at.Increment)
        {
            return null;
        }

        var before = (int)Math.Min(Seam.Longest, at.Offset);
        _ = await follower.SkipAsync(at.Offset - before, cancellationToken);
        return await ReadAsync(follower, before, cancellationToken) is ({ } read, _) ? new LogSource(follower, read) : null;
    }

    private static async Task<(byte[]? Bytes, LogState State)> ReadAsync(LogFollower follower, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        var (state, read) = await follower.ReadAsync(bytes, cancellationToken);
        return state is { IsBroken: false } && read == count ? (bytes, state) : default;
    }
}
