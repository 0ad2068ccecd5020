namespace Nuke.Common.Utilities;

/// <summary>Does something at the end of a using block.</summary>
sealed class Block(Action end) : IDisposable
{
    public void Dispose() => end();
}
