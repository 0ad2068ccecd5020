namespace Lifecycle.Restoring;

/// <summary>How far a restore has come: what a failure means for the data, and whether it is put back.</summary>
internal enum RestoreStage
{
    /// <summary>Redis' own files are untouched.</summary>
    Staging,

    /// <summary>Both data sets are there; the previous one comes back.</summary>
    Exchanging,

    /// <summary>The restored data serves and could not be compared: neither is dropped.</summary>
    Undecided,

    /// <summary>The restored data serves and is what it should be: what is left is to finish.</summary>
    Confirmed,
}
