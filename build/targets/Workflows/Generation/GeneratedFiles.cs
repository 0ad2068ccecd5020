using System.Reflection;
using Nuke.Common.Execution;
using Targets.Workflows.Jobs;

namespace Targets.Workflows.Generation;

/// <summary>Everything that is made from the targets of a build.</summary>
internal static class GeneratedFiles
{
    public static IReadOnlyList<GeneratedFile> Of(Type build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var workflows = build.GetCustomAttributes<WorkflowAttribute>().OrderBy(workflow => workflow.Name, StringComparer.Ordinal).ToList();
        return
        [
            .. workflows.Select(workflow => workflow.Render(targets)),
            new RunbookPage(workflows.ToDictionary(workflow => workflow.Name, workflow => workflow.Model(targets))).Render(),
            new GeneratedFile(BuildProgram.Path, WorkflowYaml.Write(BuildProgram.Action)),
            new GeneratedFile(RunTarget.Path, WorkflowYaml.Write(RunTarget.Action)),
            MermaidGraph.Render(targets),
        ];
    }
}
