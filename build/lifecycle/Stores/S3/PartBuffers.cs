namespace Lifecycle.Stores.S3;

/// <summary>The memory of parts that are stored, for those to come.</summary>
internal sealed class PartBuffers
{
    private readonly Lock _lock = new();
    private readonly Stack<byte[]> _free = [];

    public byte[] Take(int size)
    {
        lock (_lock)
        {
            while (_free.TryPop(out var buffer))
            {
                if (buffer.Length == size)
                {
                    return buffer;
                }
            }
        }

        return GC.AllocateUninitializedArray<byte>(size);
    }

    public void Return(byte[] buffer)
    {
        lock (_lock)
        {
            _free.Push(buffer);
        }
    }
}
