using Targets.Workflows.Model;

namespace Lifecycle.Tests.Workflows;

/// <summary>Newer actions, from repositories on this machine that stand where git looks for GitHub's.</summary>
public sealed class ActionsUpdateTests : IDisposable
{
    private const string Cache = "actions/cache";
    private const string Inputs = "inputs:\n  path: {}\n  key: {}\n";

    private readonly DirectoryInfo _server = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
    private readonly Workspace _workspace = new();

    public void Dispose()
    {
        _workspace.Dispose();
        _server.Delete(recursive: true);
    }

    [Fact]
    public async Task The_newest_release_of_the_same_major_version_is_pinned_at_its_commit_and_a_newer_major_version_is_told()
    {
        var pinned = await ReleaseAsync(Inputs, "v5.0.3");
        var newest = await ReleaseAsync(Inputs, "v5.10.0", "v5");
        _ = await ReleaseAsync(Inputs, "v5.9.1");
        _ = await ReleaseAsync(Inputs, "v5.11.0-beta.1");
        _ = await ReleaseAsync("inputs: {}\n", "v6.0.0");
        Pin("v5.0.3", pinned);

        var (exitCode, output) = await UpdateAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Cache}: v5.0.3 becomes v5.10.0 ({newest}); v6.0.0 is out", output, StringComparison.Ordinal);
        Assert.Equal(new PinnedAction(Cache, "v5.10.0", newest), Assert.Single(ActionsLock.Parse(_workspace.Read(ActionsLock.Path)).Actions));
        Assert.Contains("Nothing to take.", (await UpdateAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_was_moved_is_refused()
    {
        var pinned = await ReleaseAsync(Inputs, "v5.0.3");
        _ = await ReleaseAsync("inputs:\n  path: {}\n  key: {}\n  also: {}\n", "v5.0.3");

        await RequireRefusedAsync("v5.0.3", pinned, "somebody has moved the tag");
    }

    [Fact]
    public async Task A_release_that_no_longer_takes_what_it_is_told_is_refused()
    {
        var pinned = await ReleaseAsync(Inputs, "v5.0.3");
        _ = await ReleaseAsync("inputs:\n  path: {}\n", "v5.1.0");

        await RequireRefusedAsync("v5.0.3", pinned, "v5.1.0 does not take key");
    }

    [Fact]
    public Task A_repository_that_is_not_there_is_named() => RequireRefusedAsync("v5.0.3", new string('0', 40), $"https://github.com/{Cache} cannot be asked");

    [Fact]
    public void The_lock_is_read_as_it_is_written()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, ActionsLock.Path));

        Assert.Equal(text, ActionsLock.Parse(text).Format());
    }

    private async Task RequireRefusedAsync(string version, string commit, string reason)
    {
        Pin(version, commit);
        var before = _workspace.Read(ActionsLock.Path);

        var (exitCode, output) = await UpdateAsync();

        Assert.NotEqual(0, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Equal(before, _workspace.Read(ActionsLock.Path));
    }

    private void Pin(string version, string commit) => _workspace.Write(ActionsLock.Path, new ActionsLock([new PinnedAction(Cache, version, commit)]).Format());

    private Task<(int ExitCode, string Output)> UpdateAsync() => _workspace.RunAsync("./build.sh Workflows --update-actions", new Dictionary<string, string?>
    {
        ["GIT_CONFIG_COUNT"] = "1",
        ["GIT_CONFIG_KEY_0"] = $"url.file://{_server.FullName}/.insteadOf",
        ["GIT_CONFIG_VALUE_0"] = "https://github.com/",
    });

    /// <summary>One commit more, under these tags; the first is an object of its own, as people make them.</summary>
    private async Task<string> ReleaseAsync(string declaration, params string[] tags)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_server.FullName, Cache)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "action.yml"), declaration);
        var (exitCode, output) = await Programs.TryRunAsync(["sh", "-ec", """
            git init -q . ; git config user.name tests; git config user.email tests@example.com; git config uploadpack.allowAnySHA1InWant true
            git add -A; git commit -q --allow-empty -m "$1"; git tag -f -a -m "$1" "$1" >/dev/null
            for tag in "$@"; do [ "$tag" = "$1" ] || git tag -f "$tag" >/dev/null; done; git rev-parse HEAD
            """, "sh", .. tags], folder);
        Assert.True(exitCode == 0, output);
        return output.Trim();
    }
}
