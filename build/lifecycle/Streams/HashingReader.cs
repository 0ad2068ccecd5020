using System.Security.Cryptography;

namespace Lifecycle.Streams;

/// <summary>Takes the SHA-256 of a stream while somebody else reads it.</summary>
internal sealed class HashingReader(Stream source) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    /// <summary>It has been read to its end, and there was nothing.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Reads what is left, for the digest covers the whole stream, then gives the digest in lower-case hexadecimal digits.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        await CopyToAsync(Null, cancellationToken);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(Span<byte> buffer) => Add(buffer[..source.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Add(buffer[..await source.ReadAsync(buffer, cancellationToken)].Span);

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private int Add(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        Count += buffer.Length;
        IsEmpty = Count == 0;
        return buffer.Length;
    }
}
