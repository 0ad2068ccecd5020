using System.Text.RegularExpressions;
using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>Where a store is, as it was typed: a bucket (<c>s3://bucket/prefix</c>) or a folder (a path, <c>file:///path</c>).</summary>
/// <param name="IsBucket">Else it is a folder of this machine.</param>
/// <param name="Path">Of a bucket: <c>s3://bucket/prefix</c>, the scheme in lower case. Of a folder: its path, absolute.</param>
public sealed partial record StoreLocation(bool IsBucket, string Path)
{
    private const string Bucket = "s3://";
    private const string Folder = "file://";

    /// <exception cref="MistakeException">It is neither; the message gives the right form.</exception>
    public static StoreLocation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Bucket, StringComparison.OrdinalIgnoreCase) ? new(IsBucket: true, ParseBucket(text))
            : text.StartsWith(Folder, StringComparison.OrdinalIgnoreCase) ? new(IsBucket: false, ParseFile(text))
            : Scheme().Match(text) is { Success: true } scheme && !IsDrive(scheme) ? throw Mistake(text, scheme)
            : text.Trim().Length == 0 ? throw new MistakeException("An empty --store names no place", "Give a folder, or s3://bucket")
            : new(IsBucket: false, System.IO.Path.GetFullPath(text));
    }

    /// <summary>The same place with <paramref name="prefix"/> below it.</summary>
    public StoreLocation Below(StorePrefix prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return this with { Path = IsBucket ? $"{Path}/{prefix}".TrimEnd('/') : System.IO.Path.Combine(Path, prefix.ToString()) };
    }

    public override string ToString() => Path;

    private static string ParseBucket(string text)
    {
        var place = text[Bucket.Length..].TrimEnd('/');
        if (place.Length == 0 || place[0] == '/')
        {
            throw new MistakeException($"--store {text} names no bucket", "Give it as s3://bucket or s3://bucket/prefix");
        }

        if (place.Split('/').Any(segment => segment is "" or "." or ".."))
        {
            throw new MistakeException($"--store {text} has a part that is no name", "Give it as s3://bucket/prefix, without empty parts, '.' and '..'");
        }

        return Bucket + place;
    }

    private static string ParseFile(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { IsFile: true, Host: "" or "localhost", AbsolutePath.Length: > 1 }
            ? System.IO.Path.GetFullPath(new UriBuilder(uri) { Host = "" }.Uri.LocalPath)
            : throw new MistakeException($"--store {text} names no folder of this machine", "Give it as file:///path, or simply as a path");

    private static MistakeException Mistake(string text, Match scheme)
    {
        var rest = text[scheme.Length..].TrimStart('/');
        return new MistakeException($"--store {text} is neither a folder nor a bucket", scheme.Groups["name"].Value.ToLowerInvariant() switch
        {
            "s3" => $"Write s3://{rest}",
            "file" => $"Write file:///{rest}, or simply /{rest}",
            "gs" or "gcs" => $"Write s3://{rest} with --s3-endpoint https://storage.googleapis.com and a HMAC key, or ./{text} for a folder of that name",
            "http" or "https" => $"Write s3://bucket, and give the server with --s3-endpoint {scheme.Groups["name"].Value}://host",
            _ => $"Write s3://bucket for any S3-compatible server, or ./{text} for a folder of that name",
        });
    }

    private static bool IsDrive(Match scheme) => OperatingSystem.IsWindows() && scheme.Groups["name"].Length == 1;

    // RFC 3986, 3.1.
    [GeneratedRegex(@"\A(?<name>[A-Za-z][A-Za-z0-9+.-]*):")]
    private static partial Regex Scheme();
}
