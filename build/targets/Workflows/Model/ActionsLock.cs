namespace Targets.Workflows.Model;

/// <summary>Which commit of each action is used: a line each, <c>owner/name version commit</c>.</summary>
internal sealed record ActionsLock(IReadOnlyList<PinnedAction> Actions)
{
    public const string Path = "build/targets/Workflows/Actions.lock";

    private const string Heading = "# Other people's actions, each at one commit: a tag can be moved, a commit cannot.\n";

    /// <summary>The one that this program was compiled with.</summary>
    public static ActionsLock Current { get; } = Read();

    /// <exception cref="KeyNotFoundException">Nobody has pinned it.</exception>
    public PinnedAction Of(string action) => Actions.FirstOrDefault(each => each.Name == action)
        ?? throw new KeyNotFoundException($"{Path} does not name {action}");

    /// <summary>Names the version beside each commit.</summary>
    public string AddVersions(string yaml) =>
        Actions.Aggregate(yaml, (text, action) => text.Replace($"{action.Pin}\n", $"{action.Pin} # {action.Version}\n", StringComparison.Ordinal));

    /// <exception cref="FormatException">A line is none.</exception>
    public static ActionsLock Parse(string text) => new(
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split(' ') is [var name, var version, { Length: 40 } commit]
            ? new PinnedAction(name, version, commit)
            : throw new FormatException($"'{line}' in {Path} is no action, version and commit")),
    ]);

    public string Format() => Heading + string.Concat(Actions.Select(action => $"{action.Name} {action.Version} {action.Commit}\n"));

    private static ActionsLock Read()
    {
        using var reader = new StreamReader(typeof(ActionsLock).Assembly.GetManifestResourceStream("Actions.lock")!);
        return Parse(reader.ReadToEnd());
    }
}

/// <summary>An action of somebody else at one commit.</summary>
internal sealed record PinnedAction(string Name, string Version, string Commit)
{
    public string Pin => $"{Name}@{Commit}";
}
