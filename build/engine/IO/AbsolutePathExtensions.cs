using System.Text;

namespace Nuke.Common.IO;

public static class AbsolutePathExtensions
{
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    public static void DeleteFile(this AbsolutePath path)
    {
        if (path.FileExists())
            File.Delete(path);
    }

    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (path.DirectoryExists())
            Directory.Delete(path, recursive: true);
    }

    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    public static IEnumerable<AbsolutePath> GetFiles(this AbsolutePath path, string pattern = "*", int depth = 1) =>
        Directory.EnumerateFiles(path, pattern, Down(depth)).Select(AbsolutePath.Create);

    public static IEnumerable<AbsolutePath> GetDirectories(this AbsolutePath path, string pattern = "*", int depth = 1) =>
        Directory.EnumerateDirectories(path, pattern, Down(depth)).Select(AbsolutePath.Create);

    public static AbsolutePath? FindParentOrSelf(this AbsolutePath path, Func<AbsolutePath, bool> predicate)
    {
        for (var current = path; current is not null; current = current.Parent)
        {
            if (predicate(current))
                return current;
        }

        return null;
    }

    public static string ReadAllText(this AbsolutePath path, Encoding? encoding = null) =>
        File.ReadAllText(path, encoding ?? Encoding.UTF8);

    public static string[] ReadAllLines(this AbsolutePath path, Encoding? encoding = null) =>
        File.ReadAllLines(path, encoding ?? Encoding.UTF8);

    public static AbsolutePath WriteAllText(this AbsolutePath path, string content, Encoding? encoding = null, bool? eofLineBreak = null)
    {
        path.Parent?.CreateDirectory();
        var text = eofLineBreak ?? true ? content.TrimEnd('\r', '\n') + '\n' : content;
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    public static AbsolutePath AppendAllText(this AbsolutePath path, string content, Encoding? encoding = null)
    {
        path.Parent?.CreateDirectory();
        File.AppendAllText(path, content, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    static EnumerationOptions Down(int depth) => new()
    {
        RecurseSubdirectories = depth > 1,
        MaxRecursionDepth = Math.Max(0, depth - 1),
        AttributesToSkip = FileAttributes.None,
    };
}
