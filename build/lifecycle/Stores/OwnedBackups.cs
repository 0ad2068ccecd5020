using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>
/// A store's backups as one Redis sees them: its own, those of nobody, and other owners'. Everything is newest first.
/// </summary>
public sealed class OwnedBackups
{
    /// <summary>What <c>--from</c> calls the backups that say no owner: those of older scripts.</summary>
    public const string UnownedWord = "unowned";

    private readonly IReadOnlyList<StoredBackup> _all;
    private readonly Owner _asking;
    private readonly string? _from;
    private readonly Rivals _rivals;

    private OwnedBackups(IReadOnlyList<StoredBackup> all, Owner asking, string? from)
    {
        (_all, _asking, _from) = (all, asking, from);
        Mine = [.. all.Where(backup => backup.Owner?.Name == asking.Name)];
        OfThisVolume = [.. Mine.Where(backup => asking.Id is not null && backup.Owner == asking)];
        Unowned = [.. all.Where(backup => backup is { IsComplete: true, Claims: [] })];
        Unknown = [.. all.Where(backup => backup is { IsComplete: false, Claims: [] })];
        _rivals = new Rivals(Mine, asking);
    }

    /// <summary>Those of the asking Redis' name: a rebuilt one has another volume, and finds what it had stored before.</summary>
    public IReadOnlyList<StoredBackup> Mine { get; }

    /// <summary>Those of the very volume that asks; none where there is no volume.</summary>
    public IReadOnlyList<StoredBackup> OfThisVolume { get; }

    /// <summary>Complete ones that say no owner.</summary>
    public IReadOnlyList<StoredBackup> Unowned { get; }

    /// <summary>Incomplete ones: no manifest says whose they were to become.</summary>
    public IReadOnlyList<StoredBackup> Unknown { get; }

    /// <summary>The owners of other names, by name.</summary>
    public IReadOnlyList<string> Others => [.. _all.SelectMany(backup => backup.Claims).Select(owner => owner.Name).Where(name => name != _asking.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether what nobody's manifest claims can be nobody else's: unfinished uploads and incomplete backups may be rotated.</summary>
    public bool UnknownAreMine => Others.Count == 0 && _rivals.Backups.Count == 0;

    /// <summary>A complete one of these is proof enough to destroy what asks: of this very volume, whatever <c>--from</c> says.</summary>
    public IReadOnlyList<StoredBackup> Proof => [.. (_asking.Id is null ? Mine : OfThisVolume).Where(backup => backup.IsComplete)];

    /// <summary>What is taken for Restore and Drill: the first of these lists that has a complete one early enough.</summary>
    public IReadOnlyList<IReadOnlyList<StoredBackup>> Preference =>
        _from == UnownedWord ? [Unowned]
        : _from is not null && _from != _asking.Name ? [Named(_from)]
        : _from is null && Others.Count == 0 ? [OfThisVolume, Mine, Unowned]
        : [OfThisVolume, Mine];

    /// <summary>One line each; said by every verb that takes or removes a backup.</summary>
    public IReadOnlyList<string> Warnings => _rivals.Warning is { } warning ? [warning] : [];

    /// <summary>One line each, of what a rotation leaves alone though nobody else claims it, and how it is removed.</summary>
    public IReadOnlyList<string> RotationNotes =>
    [
        .. Unowned.Count > 0 && _from is null ? [$"{Unowned.Count} complete backups say no owner and stay, neither counted nor removed; Rotate --from {UnownedWord} rotates them"] : Array.Empty<string>(),
        .. Unknown.Count > 0 && !UnknownAreMine ? [$"{Unknown.Count} incomplete backups may be another's and stay: {(Others.Count > 0 ? $"{string.Join(", ", Others)} stores here, too" : "two Redis of one name store here")}"] : Array.Empty<string>(),
    ];

    /// <summary>What there is besides, where nothing suitable was found; empty where there is nothing.</summary>
    public string Elsewhere => (Others.Count, Unowned.Count) switch
    {
        (0, 0) => "",
        (0, var count) => $"there are {count} that say no owner: --from {UnownedWord}",
        (_, 0) => $"there are some of {string.Join(", ", Others)}: --from takes a name",
        (_, var count) => $"there are some of {string.Join(", ", Others)}, and {count} that say no owner: --from takes a name, or {UnownedWord}",
    };

    /// <param name="backups">All of a store, newest first.</param>
    /// <param name="asking">Who asks.</param>
    /// <param name="from">Whose are meant: a name (<c>dev.data.redis</c>), a name and an id (<c>dev.data.redis.1a2b3c4d</c>), <see cref="UnownedWord"/>; null for one's own.</param>
    /// <exception cref="NotFoundException">Nobody of that name has a backup there.</exception>
    public static OwnedBackups Of(IReadOnlyList<StoredBackup> backups, Owner asking, string? from)
    {
        ArgumentNullException.ThrowIfNull(backups);
        ArgumentNullException.ThrowIfNull(asking);
        var owned = new OwnedBackups(backups, asking, from);
        return from is null or UnownedWord || from == asking.Name || owned.Named(from).Count > 0
            ? owned
            : throw new NotFoundException($"There is no backup of {from}", owned.Others.Count > 0 ? $"Give --from one of {string.Join(", ", owned.Others)}; Backups lists them" : "Leave out --from; Backups lists what there is");
    }

    /// <summary>What a rotation may count and remove.</summary>
    /// <exception cref="MistakeException"><c>--from</c> names another owner, whose backups nobody else removes.</exception>
    public IReadOnlyList<StoredBackup> ForRotation()
    {
        IReadOnlyList<StoredBackup> meant = _from switch
        {
            null => [.. Mine.Except(_rivals.Backups)],
            UnownedWord => Unowned,
            _ when _from == _asking.Name => [.. Mine.Except(_rivals.Backups)],
            _ => [.. Named(_from)],
        };
        if (meant.Any(backup => backup.Owner is { } owner && owner.Name != _asking.Name))
        {
            throw new MistakeException($"Rotate never removes another's backups, and these are of {_from}", $"Rotate them where {_from} lives, or remove them by hand");
        }

        return [.. meant.Concat(UnknownAreMine ? Unknown : []).OrderByDescending(backup => backup.Name.Timestamp, StringComparer.Ordinal)];
    }

    public StoredBackup? Find(BackupName name) => _all.FirstOrDefault(backup => backup.Name == name);

    /// <summary>Whether a backup that was named by its place may be taken: one's own, nobody's, or of whom <c>--from</c> names.</summary>
    public bool IsMeant(StoredBackup backup) => backup?.Owner is not { } owner || owner.Name == _asking.Name || Named(_from ?? "").Contains(backup);

    private List<StoredBackup> Named(string from) => [.. _all.Where(backup => backup.Owner?.IsCalled(from) == true)];
}
