using System.Text;

namespace Nuke.Common.IO;

public static class AbsolutePathExtensions
{
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    public static void DeleteFile(this AbsolutePath path)
    {
        if (path.FileExists())
        {
            File.Delete(path);
        }
    }

    public static string ReadAllText(this AbsolutePath path, Encoding? encoding = null) => File.ReadAllText(path, encoding ?? Encoding.UTF8);

    public static AbsolutePath? FindParentOrSelf(this AbsolutePath? path, Func<AbsolutePath, bool> predicate) =>
        path is null || predicate(path) ? path : path.Parent.FindParentOrSelf(predicate);
}
