using Amazon.S3;

namespace Lifecycle.Stores.S3;

/// <summary>What a request makes use of that not every server has.</summary>
internal sealed record S3Features(S3Checksums Checksums, bool Conditions);

/// <summary>Finds out what a server understands, from what it refuses, and keeps to that.</summary>
internal sealed class S3Dialect(S3Checksums first, bool fixedByUser)
{
    // Ceph 16 takes the chunks before a trailer for content. Without trailers the same code means content damaged on its way.
    private const string Mismatch = "XAmzContentSHA256Mismatch";
    private static readonly HashSet<string> Refusals =
        ["NotImplemented", "InvalidRequest", "InvalidArgument", "InvalidDigest", "MissingContentLength", "MissingContentMD5", "MalformedTrailerError"];

    private readonly Lock _lock = new();
    private bool _checksumsProven;
    private bool _switched;

    public S3Features Features { get; private set; } = new(first, Conditions: true);

    public static S3Dialect For(S3Checksums wanted, Uri? endpoint) => wanted == S3Checksums.Auto
        ? new S3Dialect(endpoint is null ? S3Checksums.WhenSupported : S3Checksums.WhenRequired, fixedByUser: false)
        : new S3Dialect(wanted, fixedByUser: true);

    /// <summary>The server has taken content that was sent so.</summary>
    public void Prove(S3Features used)
    {
        lock (_lock)
        {
            _checksumsProven |= used.Checksums == Features.Checksums;
        }
    }

    /// <summary>Whether the same request may go through another way.</summary>
    public bool Adapt(Exception refusal, S3Features used, bool conditional)
    {
        if (!IsRefusal(refusal, used))
        {
            return false;
        }

        lock (_lock)
        {
            if (used != Features)
            {
                return true;
            }

            if (!_checksumsProven && !_switched && !fixedByUser)
            {
                _switched = true;
                Features = Features with { Checksums = Features.Checksums == S3Checksums.WhenRequired ? S3Checksums.WhenSupported : S3Checksums.WhenRequired };
                return true;
            }

            if (conditional && Features.Conditions && ((AmazonS3Exception)refusal).ErrorCode == "NotImplemented")
            {
                Features = new S3Features(_checksumsProven ? Features.Checksums : first, Conditions: false);
                _switched = _checksumsProven;
                return true;
            }

            return false;
        }
    }

    /// <summary>Whether this refusal is about checksums, now that nothing else is left to try.</summary>
    public bool IsRefused(Exception refusal)
    {
        lock (_lock)
        {
            return !_checksumsProven && IsRefusal(refusal, Features);
        }
    }

    private static bool IsRefusal(Exception exception, S3Features used) =>
        exception is AmazonS3Exception { ErrorCode: { } code } && (Refusals.Contains(code) || (code == Mismatch && used.Checksums == S3Checksums.WhenSupported));
}
