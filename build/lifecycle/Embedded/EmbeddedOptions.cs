namespace Lifecycle.Embedded;

/// <param name="Root">Holds the data, the socket and the lock.</param>
/// <param name="BinariesCache">Where a private redis-server is unpacked to when there is none on PATH.</param>
/// <param name="StatefulSet">The manifest whose arguments redis-server gets.</param>
/// <param name="SampleKeys">How many sample records the first start loads.</param>
public sealed record EmbeddedOptions(string Root, string BinariesCache, string StatefulSet, int SampleKeys)
{
    /// <summary>The ACL user that the tool asks as; null for the default one.</summary>
    public string? RedisUser { get; init; }

    /// <summary>Nothing is started.</summary>
    public bool IsRehearsal { get; init; }
}
