namespace Lifecycle.Redis;

/// <summary>One line of an append-only manifest.</summary>
public sealed record AofFile(string Name, long Sequence, AofFileKind Kind);

public enum AofFileKind
{
    Base,
    Incremental,

    /// <summary>Superseded: Redis deletes it and never loads it.</summary>
    History,
}
