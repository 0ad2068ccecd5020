namespace Lifecycle.Embedded;

/// <summary>The folders of one embedded Redis, all below one root.</summary>
public sealed record EmbeddedFolders(string Root)
{
    /// <summary>What <c>/data</c> is in a pod.</summary>
    public string Data => Path.Combine(Root, "data");

    public string PidFile => Path.Combine(Root, "redis.pid");

    public string LogFile => Path.Combine(Root, "redis.log");

    public string LockFile => Path.Combine(Root, "operation.lock");

    /// <summary>Stays behind when the data is destroyed: sample records are loaded once, not into every new instance.</summary>
    public string SampleMark => Path.Combine(Root, "sample-loaded");

    /// <summary>Names the data, and goes with it.</summary>
    public string IdFile => Path.Combine(Root, "data.id");

    public bool HoldData => Directory.Exists(Data) && Directory.EnumerateFileSystemEntries(Data).Any();

    private string Doomed => Path.Combine(Root, "data-destroyed");

    /// <summary>All of it or nothing: half a data set is what Redis would start from without a word.</summary>
    public void RemoveData()
    {
        Sweep();
        if (Directory.Exists(Data))
        {
            Directory.Move(Data, Doomed);
            Sweep();
        }
    }

    /// <summary>Removes what a removal that was cut short has left.</summary>
    public void Sweep()
    {
        if (Directory.Exists(Doomed))
        {
            // First: what comes in the data's place is not what the backups under this name are of.
            File.Delete(IdFile);
            Directory.Delete(Doomed, recursive: true);
        }
    }

    public void Create()
    {
        // 0700: the socket beside the data has no password, like the Redis in the cluster.
        _ = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(Data)
            : Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _ = Directory.CreateDirectory(Data);
    }
}
