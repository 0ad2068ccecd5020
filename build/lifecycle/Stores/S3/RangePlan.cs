namespace Lifecycle.Stores.S3;

/// <summary>How a download asks for its object: the beginning, then ranges, several at a time.</summary>
internal sealed record RangePlan(int First, int Size, int Ahead)
{
    public static readonly RangePlan Default = new(256 * 1024, 2 * 1024 * 1024, 4);
}
