namespace Lifecycle.Stores;

/// <summary>
/// Backups of another volume of the same name, made since this one has backups of its own: then it was not rebuilt, but two
/// Redis live and share a name.
/// </summary>
internal sealed class Rivals
{
    private readonly Owner _asking;

    /// <param name="sameName">All of the name of the one that asks.</param>
    /// <param name="asking">Who asks; without a volume it has no rivals.</param>
    public Rivals(IReadOnlyList<StoredBackup> sameName, Owner asking)
    {
        _asking = asking;
        var mine = sameName.Where(backup => asking.Id is not null && backup.Owner == asking).ToList();
        var others = sameName.Except(mine).ToList();
        var live = mine.Count == 0 ? [] : others.Where(backup => backup.Name.Time > mine.Min(own => own.Name.Time)).Select(backup => backup.Owner).ToHashSet();
        Backups = [.. others.Where(backup => live.Contains(backup.Owner))];
    }

    /// <summary>All of theirs, also of the time before; newest first.</summary>
    public IReadOnlyList<StoredBackup> Backups { get; }

    /// <summary>One line, or null where there are none.</summary>
    public string? Warning => Backups is [var latest, ..]
        ? $"Two Redis store here as {_asking.Name}: this one ({_asking.Id}) and {latest.Owner!.Id ?? "one without a volume"}, last at {latest.Name}. Give one of them another --backup-prefix; until then --from {latest.Owner} means the other's"
        : null;
}
