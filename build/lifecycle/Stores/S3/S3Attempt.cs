using Amazon.S3;

namespace Lifecycle.Stores.S3;

/// <summary>What a request makes use of that not every server has.</summary>
internal sealed record S3Features(S3Checksums Checksums, bool Conditions);

/// <summary>One attempt at a request.</summary>
/// <param name="Caller">For requests of their own within this one.</param>
internal sealed record S3Attempt(IAmazonS3 Client, S3Features Features, StallGuard Guard, bool IsRetry, CancellationToken Caller)
{
    public CancellationToken Token => Guard.Token;
}
