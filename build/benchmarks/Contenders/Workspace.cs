namespace Lifecycle.Benchmarks.Contenders;

/// <summary>A copy of the repository, whose sources may be changed.</summary>
internal sealed class Workspace
{
    private static readonly string[] Copied = ["build", "k8s", ".nuke", ".github", "docs", "build.sh", "global.json", ".editorconfig"];
    private static readonly string[] Generated = ["temp", "bin", "obj"];

    private Workspace(string root) => Root = root;

    public string Root { get; }

    public string Project => Path.Combine(Root, "build", "targets", "_build.csproj");

    private string Source => Path.Combine(Root, "build", "targets", "Build.cs");

    public static async Task<Workspace> CreateAsync(string repository, string folder, CancellationToken cancellationToken)
    {
        foreach (var name in Copied)
        {
            await CopyAsync(Path.Combine(repository, name), Path.Combine(folder, name), cancellationToken);
        }

        // Which engine the feed has is known already.
        await CopyAsync(Path.Combine(repository, ".nuke", "temp", "engine"), Path.Combine(folder, ".nuke", "temp", "engine"), cancellationToken);
        return new Workspace(folder);
    }

    /// <summary>Another content, as an editor would leave it; the same program.</summary>
    public Task ChangeSourceAsync(CancellationToken cancellationToken) => File.AppendAllTextAsync(Source, $"// {Guid.NewGuid()}\n", cancellationToken);

    private static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        if (File.Exists(source))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
            return;
        }

        foreach (var entry in Directory.Exists(source) ? Directory.EnumerateFileSystemEntries(source) : [])
        {
            if (!Generated.Contains(Path.GetFileName(entry)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await CopyAsync(entry, Path.Combine(target, Path.GetFileName(entry)), cancellationToken);
            }
        }
    }
}
