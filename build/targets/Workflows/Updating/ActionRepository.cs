using Lifecycle.Failures;
using Lifecycle.Shells;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Targets.Workflows.Updating;

/// <summary>Where an action comes from, asked with git: that needs no token and no API.</summary>
/// <param name="action"><c>owner/name</c>, or <c>owner/name/folder</c>.</param>
/// <param name="shell">Where git is.</param>
internal sealed class ActionRepository(string action, IShell shell)
{
    private const string Listing = "GIT_TERMINAL_PROMPT=0 git ls-remote --tags \"$1\"";
    private const string Reading = """
        GIT_DIR=$(mktemp -d) GIT_TERMINAL_PROMPT=0; export GIT_DIR GIT_TERMINAL_PROMPT; trap 'rm -rf "$GIT_DIR"' EXIT
        git init -q --bare && git fetch -q --depth 1 "$1" "$2" || exit
        git show "FETCH_HEAD:$3action.yml" 2>/dev/null || git show "FETCH_HEAD:$3action.yaml"
        """;

    private readonly string[] _parts = action.Split('/', 3);

    private string Address => $"https://github.com/{_parts[0]}/{_parts[1]}";

    public async Task<IReadOnlyList<Release>> ListReleasesAsync(CancellationToken cancellationToken)
    {
        var commits = new Dictionary<string, string>();
        foreach (var line in (await AskAsync(new Command(Listing, Address), cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('\t') is [var commit, var reference])
            {
                // A tag that is an object of its own is followed by the commit that it leads to.
                commits[reference.Replace("refs/tags/", "", StringComparison.Ordinal).Replace("^{}", "", StringComparison.Ordinal)] = commit;
            }
        }

        return [.. commits.Select(each => Release.Find(each.Key, each.Value)).OfType<Release>()];
    }

    /// <summary>What it may be told at that commit.</summary>
    public async Task<IReadOnlySet<string>> ReadInputsAsync(string commit, CancellationToken cancellationToken)
    {
        var folder = _parts.Length > 2 ? $"{_parts[2]}/" : "";
        var text = await AskAsync(new Command(Reading, Address, commit, folder), cancellationToken);
        try
        {
            var declared = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(text);
            return declared.GetValueOrDefault("inputs") is Dictionary<object, object> inputs ? inputs.Keys.OfType<string>().ToHashSet() : new HashSet<string>();
        }
        catch (YamlException exception)
        {
            throw new LifecycleException($"The declaration of {action} at {commit} cannot be read: {exception.Message}", "See its repository", exception);
        }
    }

    /// <summary>With the git of this machine, as whoever calls has set it up.</summary>
    public static ActionRepository Find(string action) => new(action, new LocalShell("git", Path.GetTempPath(), new Dictionary<string, string>()));

    private async Task<string> AskAsync(Command command, CancellationToken cancellationToken)
    {
        try
        {
            return await shell.ReadAsync(command, cancellationToken);
        }
        catch (ShellException exception)
        {
            throw new LifecycleException($"{Address} cannot be asked: {exception.Message}", "See that git is here and reaches it, then run this again", exception);
        }
    }
}
