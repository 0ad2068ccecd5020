namespace Lifecycle;

/// <summary>Which backup to restore; nothing given means the latest complete one.</summary>
/// <param name="Archive">The path of an archive on this machine.</param>
/// <param name="Sha256">What the archive must hash to, instead of the checksum beside it.</param>
/// <param name="S3Uri">Exactly this object: <c>s3://bucket/key.tgz</c>.</param>
/// <param name="At">The newest complete backup not later than this.</param>
public sealed record RestoreRequest(string? Archive = null, string? Sha256 = null, string? S3Uri = null, DateTimeOffset? At = null);
