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

    /// <summary>Where its jobs run, all of them: what one has built, the others run.</summary>
    public Runner Runner { get; set; }

    /// <summary>Where the sources come from that its program is built of; null where each job compiles.</summary>
    protected virtual Step? SourcesOfProgram => null;

    /// <summary>Its jobs hold no secret: what they compile of may come from an earlier run.</summary>
    protected virtual bool MayCache => false;

    /// <summary>The job that comes before all others, if any.</summary>
    protected virtual (string Id, Job Job)? First => null;

    /// <summary>Its jobs; one whose target the build does not have is left out.</summary>
    protected abstract IReadOnlyList<TargetJob> Jobs { get; }

    private string RelativePath => $".github/workflows/{Name}.yml";

    public GeneratedFile Render(IEnumerable<ExecutableTarget> targets) => new(RelativePath, WorkflowYaml.Write(Model(targets)));

    public Workflow Model(IEnumerable<ExecutableTarget> targets)
    {
        var graph = new TargetGraph(targets);
        var known = Jobs.Where(job => graph.Has(job.Target)).ToList();

        // Whatever comes before a job has fewer jobs before it: read from the top, the file tells what happens.
        var jobs = known.OrderBy(job => known.Count(other => graph.IsBefore(other.Target, job.Target))).ToList();
        return Describe(Lead().Concat(jobs.Select(job => KeyValuePair.Create(job.Id, Chain(job, jobs, graph)))).ToDictionary());
    }

    // First the one that may stop everything, then the one that builds for the others.
    private IEnumerable<KeyValuePair<string, Job>> Lead()
    {
        if (First is { } first)
        {
            yield return KeyValuePair.Create(first.Id, first.Job with { RunsOn = Runner.Labels() });
        }

        if (SourcesOfProgram is { } sources)
        {
            yield return KeyValuePair.Create(BuildProgram.Id, BuildProgram.Job(sources, MayCache) with { RunsOn = Runner.Labels(), Needs = First is { } before ? [before.Id] : null });
        }
    }

    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) =>
        new Entity(Render(relevantTargets), Build.RootDirectory);

    // The engine writes a heading of its own, which says how to generate in its own words: it goes nowhere.
    protected override StreamWriter CreateStream() => new(Stream.Null);

    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, indentationFactor: 2, commentPrefix: "#");

    private Job Chain(TargetJob job, List<TargetJob> jobs, TargetGraph graph)
    {
        var needs = graph.Needs(job.Target, [.. jobs.Select(other => other.Target).Distinct()]);
        // Only of a job that it names itself does one hear what it has made.
        var takes = job.Takes is { } handover && jobs.Exists(other => other.Target == handover.Giver) && graph.IsBefore(handover.Giver, job.Target) ? handover : null;
        var before = jobs.Where(other => needs.Contains(other.Target) || other.Target == takes?.Giver).Select(other => other.Id);
        return (job with
        {
            Runner = Runner,
            Program = SourcesOfProgram is null || job.Compiles ? null : BuildProgram.NameForJobs,
            Arguments = takes is null ? job.Arguments : [.. job.Arguments, takes.Argument],
        }).ToJob(
            [.. job.Compiles ? [] : Lead().Select(lead => lead.Key).TakeLast(1), .. before],
            [.. jobs.Where(other => other.If is not null).Select(other => other.Id)]);
    }

    protected abstract Workflow Describe(IReadOnlyDictionary<string, Job> jobs);

    private sealed class Entity(GeneratedFile file, string root) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer) => _ = file.Save(root);
    }
}
