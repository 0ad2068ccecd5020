using Lifecycle.Redis;

namespace Lifecycle.Log;

/// <summary>Something that removed much: one command, or what a transaction or a script came to.</summary>
/// <param name="Place">Before it everything is as it was.</param>
/// <param name="Time">By when it was in the file.</param>
/// <param name="Command">Its name; of several, the one that removed most.</param>
/// <param name="Keys">How many it named; null where it was all of a database or of all of them.</param>
/// <param name="Database">Where it ran; null where that is not known.</param>
public sealed record Deletion(LogPlace Place, DateTimeOffset? Time, string Command, long? Keys, int? Database);

/// <summary>Collects what removed much from a log's commands, as they are read.</summary>
internal sealed class Deletions(LogGeneration log)
{
    /// <summary>So many keys at once are worth a line.</summary>
    private const long Many = 100;

    private readonly List<Deletion> _found = [];
    private (AofPosition Place, AppendedCommand Largest, long Keys, DateTimeOffset? Time)? _open;

    public void Add(FoundCommand found)
    {
        if (found.Command.Removes == 0)
        {
            return;
        }

        if (_open is { } open && open.Place == found.Place)
        {
            var isAll = Math.Max(open.Keys, found.Command.Removes) == long.MaxValue;
            _open = (open.Place, found.Command.Removes > open.Largest.Removes ? found.Command : open.Largest, isAll ? long.MaxValue : open.Keys + found.Command.Removes, found.Time ?? open.Time);
            return;
        }

        Close();
        _open = (found.Place, found.Command, found.Command.Removes, found.Time);
    }

    /// <returns>All of them, in order.</returns>
    public IReadOnlyList<Deletion> Complete()
    {
        Close();
        return _found;
    }

    private void Close()
    {
        if (_open is { Keys: >= Many } open)
        {
            _found.Add(new Deletion(new LogPlace(log.Name, open.Place), open.Time, open.Largest.Name, open.Keys == long.MaxValue ? null : open.Keys, open.Largest.Database));
        }

        _open = null;
    }
}
