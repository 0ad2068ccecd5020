namespace Lifecycle.Stores.S3;

/// <summary>Keys within the store's prefix, and the whole keys that they stand for.</summary>
internal sealed class S3Keys(string bucket, string prefix)
{
    private readonly string _root = prefix.Trim('/') is { Length: > 0 } trimmed ? trimmed + '/' : "";

    /// <summary>What every key of the store begins with: empty, or ending in a slash.</summary>
    public string Root => _root;

    public string Full(string key) => _root + key;

    public string Relative(string fullKey) => fullKey[_root.Length..];

    public string Locate(string key) => new S3Location(bucket, Full(key)).ToString();

    public override string ToString() => new S3Location(bucket, _root.TrimEnd('/')).ToString();
}
