using System.Globalization;
using Lifecycle.Operations;

namespace Lifecycle.Embedded;

/// <summary>A lock on a file, held by the operating system: it ends with the process, however that ends.</summary>
internal sealed class FileLock : IOperationLock
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <exception cref="LifecycleException">Another process holds it; the message names it.</exception>
    public static async Task<FileLock> AcquireAsync(string path, string verb, CancellationToken cancellationToken) =>
        await TryAcquireAsync(path, verb, cancellationToken)
            ?? throw new LifecycleException($"{verb} cannot start: {await ReadHolderAsync(path, cancellationToken)} is at work on the embedded Redis", "Wait until it has ended, then run it again");

    /// <summary>Null where another process holds it.</summary>
    public static async Task<FileLock?> TryAcquireAsync(string path, string verb, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await File.WriteAllTextAsync(Holder(path), string.Create(CultureInfo.InvariantCulture, $"{verb} (process {Environment.ProcessId}, since {DateTimeOffset.UtcNow:u})"), cancellationToken);
            return new FileLock(file);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string Holder(string path) => $"{path}.holder";

    private static async Task<string> ReadHolderAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(Holder(path)) ? await File.ReadAllTextAsync(Holder(path), cancellationToken) : "another process";

    public Task RequireHeldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
