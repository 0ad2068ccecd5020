using System.Globalization;
using Lifecycle.Operations;

namespace Lifecycle.Embedded;

/// <summary>A lock on a file, held by the operating system: it ends with the process, however that ends.</summary>
internal sealed class FileLock : IOperationLock
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <exception cref="LifecycleException">Another process holds it; the message names it.</exception>
    public static async Task<FileLock> AcquireAsync(string path, string verb, CancellationToken cancellationToken)
    {
        var holder = $"{path}.holder";
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await File.WriteAllTextAsync(holder, string.Create(CultureInfo.InvariantCulture, $"{verb} (process {Environment.ProcessId}, since {DateTimeOffset.UtcNow:u})"), cancellationToken);
            return new FileLock(file);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            var who = File.Exists(holder) ? await File.ReadAllTextAsync(holder, cancellationToken) : "another process";
            throw new LifecycleException($"{verb} cannot start: {who} is at work on the embedded Redis", "Wait until it has ended, then run it again", exception);
        }
    }

    public Task RequireHeldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
