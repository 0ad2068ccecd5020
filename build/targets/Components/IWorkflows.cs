using Nuke.Common;
using Nuke.Common.Execution;
using Targets.Workflows.Generation;

namespace Targets.Components;

internal interface IWorkflows : INukeBuild
{
    [Parameter("Compare the generated files instead of writing them, and fail where one differs")]
    bool Check => TryGetValue<bool?>(() => Check) ?? false;

    /// <summary>All targets of the build; the engine hands them out once, at its start.</summary>
    IReadOnlyCollection<ExecutableTarget> DeclaredTargets { get; set; }

    Target Workflows => _ => _
        .Description("Writes the GitHub workflows and the target graph from the targets")
        .Executes(() =>
        {
            var generator = new WorkflowGenerator(GeneratedFiles.Of(GetType(), DeclaredTargets), RootDirectory, Console.Out);
            if (Check)
            {
                generator.Check();
            }
            else
            {
                generator.Write();
            }
        });
}
