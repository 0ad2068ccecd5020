using Lifecycle.Failures;
using Targets.Workflows.Model;

namespace Targets.Workflows.Updating;

/// <summary>
/// Pins each action to the newest release of the major version that it is pinned to. What another major version takes is
/// somebody else's to read: it is told, and taken by hand.
/// </summary>
/// <param name="find">Where an action comes from.</param>
/// <param name="output">For people.</param>
internal sealed class ActionsUpdate(Func<string, ActionRepository> find, TextWriter output)
{
    /// <exception cref="LifecycleException">A tag was moved since its commit was pinned, or a release no longer takes what it is told.</exception>
    public async Task<ActionsLock> RunAsync(ActionsLock current, CancellationToken cancellationToken)
    {
        var actions = new List<PinnedAction>();
        foreach (var pinned in current.Actions)
        {
            actions.Add(await UpdateAsync(pinned, cancellationToken));
        }

        return new ActionsLock(actions);
    }

    private async Task<PinnedAction> UpdateAsync(PinnedAction pinned, CancellationToken cancellationToken)
    {
        var repository = find(pinned.Name);
        var releases = await repository.ListReleasesAsync(cancellationToken);
        var mine = releases.FirstOrDefault(release => release.Tag == pinned.Version)
            ?? throw new LifecycleException($"{pinned.Name} has no release {pinned.Version} any more", $"Find out why before another is pinned in {ActionsLock.Path}");
        if (mine.Commit != pinned.Commit)
        {
            throw new LifecycleException($"{pinned.Name} {pinned.Version} was pinned at {pinned.Commit} and is {mine.Commit} now: somebody has moved the tag", $"Find out why before that is pinned in {ActionsLock.Path}; the workflows still use the old commit");
        }

        var newest = releases.Where(release => release.Version.Major == mine.Version.Major).MaxBy(release => release.Version)!;
        var next = releases.MaxBy(release => release.Version)!;
        if (newest != mine)
        {
            await RequireInputsAsync(pinned.Name, repository, newest, cancellationToken);
        }

        var news = newest == mine ? $"{pinned.Version} is the newest" : $"{pinned.Version} becomes {newest.Tag} ({newest.Commit})";
        await output.WriteLineAsync($"{pinned.Name}: {news}{(next.Version.Major > mine.Version.Major ? $"; {next.Tag} is out, another major version" : "")}");
        return new PinnedAction(pinned.Name, newest.Tag, newest.Commit);
    }

    private static async Task RequireInputsAsync(string action, ActionRepository repository, Release release, CancellationToken cancellationToken)
    {
        var taken = await repository.ReadInputsAsync(release.Commit, cancellationToken);
        var given = UsedAction.All.Where(each => each.Action == action).SelectMany(each => each.InputNames);
        if (given.Where(input => !taken.Contains(input)).ToList() is [_, ..] missing)
        {
            throw new LifecycleException($"{action} {release.Tag} does not take {string.Join(", ", missing)}", "See its release notes, and change its record in build/targets/Workflows/Model/UsedActions.cs first");
        }
    }
}
