namespace Lifecycle.Stores.S3;

/// <summary>What not every server that speaks S3 has. Each is found out by itself, by what the server refuses.</summary>
[Flags]
internal enum S3Capability
{
    None = 0,

    /// <summary>One of the ways in which content is vouched for.</summary>
    Checksums = 1,

    /// <summary>A write that fails where the key is taken. Without it the key is looked at just before.</summary>
    Conditions = 2,

    /// <summary>A thousand keys deleted by one request. Without it they go one by one.</summary>
    BatchDelete = 4,

    /// <summary>A list of the unfinished uploads. Without it they stay until a rule of the bucket ends them.</summary>
    UploadListing = 8,
}
