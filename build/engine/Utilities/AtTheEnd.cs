namespace Nuke.Common.Utilities;

/// <summary>Does something at the end of a using block.</summary>
internal sealed class AtTheEnd(Action action) : IDisposable
{
    public void Dispose() => action();
}
