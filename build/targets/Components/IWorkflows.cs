using Lifecycle.Failures;
using Nuke.Common;
using Nuke.Common.Execution;
using Targets.CommandLine;
using Targets.Workflows.Checking;
using Targets.Workflows.Generation;

namespace Targets.Components;

internal interface IWorkflows : INukeBuild
{
    [Parameter("Compare the generated files instead of writing them, and fail where one differs; with a GITHUB_TOKEN, also where GitHub lacks what they need")]
    bool Check => TryGetValue<bool?>(() => Check) ?? false;

    [Parameter("Only what is generated below this folder: .github (default: all of it)")]
    string? Only => TryGetValue(() => Only);

    /// <summary>All targets of the build; the engine hands them out once, at its start.</summary>
    IReadOnlyCollection<ExecutableTarget> DeclaredTargets { get; set; }

    Target Workflows => _ => _
        .Description("Writes the GitHub workflows and the target graph from the targets")
        .Executes(async () =>
        {
            var generator = new WorkflowGenerator([.. GeneratedFiles.Of(GetType(), DeclaredTargets).Where(file => Only is null || file.Path.StartsWith($"{Only.TrimEnd('/')}/", StringComparison.Ordinal))], RootDirectory, Console.Out);
            if (!Check)
            {
                generator.Write();
                return;
            }

            generator.Check();
            await CheckEnvironmentsAsync();
        });

    private static async Task CheckEnvironmentsAsync()
    {
        using var client = EnvironmentCheck.TryConnect(out var repository);
        if (client is null)
        {
            await Console.Out.WriteLineAsync("What GitHub gives to the jobs was not asked for: set GITHUB_TOKEN and GITHUB_REPOSITORY for that");
            return;
        }

        try
        {
            await new EnvironmentCheck(client, repository).RunAsync([EnvironmentName.Dev, EnvironmentName.Prod], Console.Out, Interruption.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new LifecycleException($"GitHub does not answer for {repository}: {exception.Message}", "Try it again, or leave out GITHUB_TOKEN", exception);
        }
    }
}
