using System.Reflection;
using Nuke.Common.Execution;
using Targets.Workflows.Jobs;

namespace Targets.Workflows.Generation;

/// <summary>Everything that is made from the targets of a build.</summary>
internal static class GeneratedFiles
{
    public static IReadOnlyList<GeneratedFile> Of(Type build, IReadOnlyCollection<ExecutableTarget> targets) =>
    [
        .. build.GetCustomAttributes<WorkflowAttribute>().Select(workflow => workflow.Render(targets)).OrderBy(file => file.Path, StringComparer.Ordinal),
        new GeneratedFile(BuildProgram.Path, WorkflowYaml.Write(BuildProgram.Action)),
        new GeneratedFile(RunTarget.Path, WorkflowYaml.Write(RunTarget.Action)),
        MermaidGraph.Render(targets),
    ];
}
