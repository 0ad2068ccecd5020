using System.Text;

namespace Targets.Workflows.Generation;

/// <summary>A file that is made from the targets.</summary>
/// <param name="Path">Below the repository's root, with slashes.</param>
/// <param name="Content">All of it, with LF.</param>
internal sealed record GeneratedFile(string Path, string Content)
{
    /// <summary>Byte by byte; a line end of another system is a difference.</summary>
    public bool IsUpToDate(string root) => Read(root) == Content;

    /// <returns>Whether anything had to be written.</returns>
    public bool Save(string root)
    {
        if (IsUpToDate(root))
        {
            return false;
        }

        var file = Locate(root);
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText($"{file}.new", Content);
        File.Move($"{file}.new", file, overwrite: true);
        return true;
    }

    /// <summary>What would change in the file; empty where nothing would.</summary>
    public string Diff(string root) => UnifiedDiff.Between(Path, Read(root), Content);

    private string Read(string root) => File.Exists(Locate(root)) ? Encoding.UTF8.GetString(File.ReadAllBytes(Locate(root))) : "";

    private string Locate(string root) => System.IO.Path.Combine(root, Path);
}
