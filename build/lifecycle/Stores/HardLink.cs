using System.Runtime.InteropServices;

namespace Lifecycle.Stores;

/// <summary>
/// A second name for a file, given in one step and only where that name is free. Moving is no such thing: on Unix the
/// runtime looks whether the name is free, and then renames.
/// </summary>
internal static class HardLink
{
    // errno.h, the same on Linux and macOS.
    private const int NameIsTaken = 17;

    /// <returns>False where this system or file system has no such links.</returns>
    /// <exception cref="IOException">The name is taken.</exception>
    public static bool TryCreate(string path, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        return Link(path, name) == 0 || (Marshal.GetLastPInvokeError() == NameIsTaken ? throw new IOException($"{name} exists") : false);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
