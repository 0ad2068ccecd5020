using Lifecycle.Failures;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Targets.CommandLine;
using Targets.Workflows.Checking;
using Targets.Workflows.Generation;
using Targets.Workflows.Model;
using Targets.Workflows.Updating;

namespace Targets.Components;

internal interface IWorkflows : INukeBuild
{
    [Parameter("Compare the generated files instead of writing them, and fail where one differs; with a GITHUB_TOKEN, also where GitHub lacks what they need")]
    bool Check => TryGetValue<bool?>(() => Check) ?? false;

    [Parameter("Only what is generated below this folder: .github (default: all of it)")]
    string? Only => TryGetValue(() => Only);

    [Parameter("Take the newest release of each action that the workflows use, of the same major version, into Actions.lock")]
    bool UpdateActions => TryGetValue<bool?>(() => UpdateActions) ?? false;

    /// <summary>All targets of the build; the engine hands them out once, at its start.</summary>
    IReadOnlyCollection<ExecutableTarget> DeclaredTargets { get; set; }

    Target Workflows => _ => _
        .Description("Writes the GitHub workflows and the target graph from the targets")
        .Executes(async () =>
        {
            if (!Check && (this as IHazEnvironment)?.DryRun == true)
            {
                throw new MistakeException("Workflows writes files, and has no rehearsal of its own", "Workflows --check compares them and writes none");
            }

            if (UpdateActions)
            {
                if (Check)
                {
                    throw new MistakeException("--check changes nothing, and --update-actions changes the lock", "Give one of the two");
                }

                await UpdateActionsAsync(RootDirectory / ActionsLock.Path);
                return;
            }

            GeneratedFile[] files = [.. GeneratedFiles.Of(GetType(), DeclaredTargets).Where(file => Only is null || file.Path.StartsWith($"{Only.TrimEnd('/')}/", StringComparison.Ordinal))];
            if (files.Length == 0)
            {
                throw new MistakeException($"Nothing is generated below '{Only}'", "Give --only as a folder of the repository, such as .github, or leave it out");
            }

            var generator = new WorkflowGenerator(files, RootDirectory, Console.Out);
            if (!Check)
            {
                generator.Write();
                return;
            }

            generator.Check();
            await CheckEnvironmentsAsync();
        });

    private static async Task UpdateActionsAsync(AbsolutePath path)
    {
        var current = ActionsLock.Parse(await File.ReadAllTextAsync(path, Interruption.Token));
        var updated = await new ActionsUpdate(ActionRepository.Find, Console.Out).RunAsync(current, Interruption.Token);
        await File.WriteAllTextAsync(path, updated.Format(), Interruption.Token);
        await Console.Out.WriteLineAsync(updated.Actions.SequenceEqual(current.Actions)
            ? "Nothing to take."
            : $"Read what each has changed, then run ./build.sh Workflows: it compiles {ActionsLock.Path} and writes the workflows");
    }

    private static async Task CheckEnvironmentsAsync()
    {
        using var repository = GitHubRepository.TryConnect();
        if (repository is null)
        {
            await Console.Out.WriteLineAsync("What GitHub gives to the jobs was not asked for: set GITHUB_TOKEN and GITHUB_REPOSITORY for that");
            return;
        }

        try
        {
            await new EnvironmentCheck(repository, Console.Out).RunAsync([EnvironmentName.Dev, EnvironmentName.Prod], Interruption.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new LifecycleException($"GitHub does not answer for {repository.Name}: {exception.Message}", "Try it again, or leave out GITHUB_TOKEN", exception);
        }
    }
}
