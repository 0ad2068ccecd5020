using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;
using Targets.CommandLine;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows.Generation;

/// <summary>Generates one workflow from the targets of the build class that it stands on.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal abstract class WorkflowAttribute : ConfigurationAttributeBase
{
    // Why not on each run: docs/decisions/0005-workflow-generation.md.
    protected WorkflowAttribute() => AutoGenerate = false;

    /// <summary>Its file is called so.</summary>
    public abstract string Name { get; }

    public override string IdPostfix => Name;

    public override Type HostType => typeof(GitHubActions);

    public override AbsolutePath ConfigurationFile => Build.RootDirectory / RelativePath;

    public override IEnumerable<AbsolutePath> GeneratedFiles => [ConfigurationFile];

    public override IEnumerable<string> RelevantTargetNames =>
        new Vocabulary(Build.GetType()).Targets.Intersect(Jobs.Select(job => job.Target));

    public override IEnumerable<string> IrrelevantTargetNames => [];

    /// <summary>Its jobs; one whose target the build does not have is left out.</summary>
    protected abstract IReadOnlyList<TargetJob> Jobs { get; }

    private string RelativePath => $".github/workflows/{Name}.yml";

    public GeneratedFile Render(IEnumerable<ExecutableTarget> targets)
    {
        var graph = new TargetGraph(targets);
        var known = Jobs.Where(job => graph.Has(job.Target)).ToList();

        // Whatever comes before a job has fewer jobs before it: read from the top, the file tells what happens.
        var jobs = known.OrderBy(job => known.Count(other => graph.IsBefore(other.Target, job.Target))).ToList();
        return new GeneratedFile(RelativePath, WorkflowYaml.Write(Describe(jobs.ToDictionary(job => job.Id, job => Chain(job, jobs, graph)))));
    }

    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) =>
        new Entity(Render(relevantTargets), Build.RootDirectory);

    // The engine writes a heading of its own, which says how to generate in its own words: it goes nowhere.
    protected override StreamWriter CreateStream() => new(Stream.Null);

    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, indentationFactor: 2, commentPrefix: "#");

    private static Job Chain(TargetJob job, List<TargetJob> jobs, TargetGraph graph)
    {
        var needs = graph.Needs(job.Target, [.. jobs.Select(other => other.Target).Distinct()]);
        return job.ToJob(
            [.. jobs.Where(other => needs.Contains(other.Target)).Select(other => other.Id)],
            mayBeSkipped: jobs.Exists(other => other.If is not null && graph.IsBefore(other.Target, job.Target)));
    }

    protected abstract Workflow Describe(IReadOnlyDictionary<string, Job> jobs);

    private sealed class Entity(GeneratedFile file, string root) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer) => _ = file.Save(root);
    }
}
