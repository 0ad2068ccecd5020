namespace Lifecycle.Redis;

/// <summary>A line that parts what a script writes: no file and no answer can hold it, whatever somebody has put there.</summary>
internal static class ShellMark
{
    public static string New() => $"==> {Guid.NewGuid():n}";
}
