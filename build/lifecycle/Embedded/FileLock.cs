using System.Globalization;
using Lifecycle.Environments;
using Lifecycle.Failures;

namespace Lifecycle.Embedded;

/// <summary>A lock on a file, held by the operating system: it ends with the process, however that ends.</summary>
internal sealed class FileLock : IOperationLock
{
    private readonly FileStream _file;
    private readonly string _notePath;
    private bool _settled;

    private FileLock(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _notePath = $"{path}.note";
    }

    public string? LeftBehind { get; private set; }

    /// <exception cref="LifecycleException">Another process holds it; the message names it.</exception>
    public static async Task<FileLock> AcquireAsync(string path, string verb, CancellationToken cancellationToken) =>
        await TryAcquireAsync(path, verb, cancellationToken)
            ?? throw new ConflictException($"{verb} cannot start: {await TryReadAsync(Holder(path), cancellationToken) ?? "another process"} is at work on the embedded Redis", "Wait until it has ended, then run it again");

    /// <summary>Null where another process holds it.</summary>
    public static async Task<FileLock?> TryAcquireAsync(string path, string verb, CancellationToken cancellationToken)
    {
        if (TryOpen(path) is not { } held)
        {
            return null;
        }

        try
        {
            held.LeftBehind = await TryReadAsync(held._notePath, cancellationToken);
            await File.WriteAllTextAsync(Holder(path), string.Create(CultureInfo.InvariantCulture, $"{verb} (process {Environment.ProcessId}, since {TimeProvider.System.GetUtcNow():u})"), cancellationToken);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private static FileLock? TryOpen(string path)
    {
        try
        {
            return new FileLock(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public Task RequireHeldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task NoteAsync(string line, CancellationToken cancellationToken)
    {
        _settled = false;
        return File.WriteAllTextAsync(_notePath, line, cancellationToken);
    }

    public void Settle() => _settled = true;

    public ValueTask DisposeAsync()
    {
        if (_settled)
        {
            File.Delete(_notePath);
        }

        return _file.DisposeAsync();
    }

    private static string Holder(string path) => $"{path}.holder";

    private static async Task<string?> TryReadAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;
}
