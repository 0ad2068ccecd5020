namespace Lifecycle.Stores.S3;

/// <summary>An object as the bucket lists it; the ETag without quotes, in lower case.</summary>
internal sealed record StoredState(long Size, string ETag);
