using Lifecycle.Streams;

namespace Lifecycle.Stores.S3;

/// <summary>What is written to it is uploaded; it takes no more than the upload has memory for.</summary>
internal sealed class S3UploadStream(S3Upload upload) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("An upload waits for the network: write to it asynchronously.");

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => upload.WriteAsync(buffer, cancellationToken);
}
