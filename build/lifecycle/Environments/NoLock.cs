namespace Lifecycle.Environments;

/// <summary>Where there is no namespace there is nothing that two operations could both change.</summary>
internal sealed class NoLock : IOperationLock
{
    public static readonly NoLock Instance = new();

    private NoLock()
    {
    }

    public Task RequireHeldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public string? LeftBehind => null;

    public Task NoteAsync(string line, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Settle()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
