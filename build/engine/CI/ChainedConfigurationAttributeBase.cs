using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>Generates one job per target, chained by their dependencies.</summary>
public abstract class ChainedConfigurationAttributeBase : ConfigurationAttributeBase
{
    public override IEnumerable<string> IrrelevantTargetNames => ExcludedTargets;

    /// <summary>Targets that get no job of their own, but run in the job that needs them.</summary>
    public string[] NonEntryTargets { get; set; } = [];

    public string[] ExcludedTargets { get; set; } = [];

    /// <summary>The targets that the job of a target invokes, itself last.</summary>
    protected IEnumerable<ExecutableTarget> GetInvokedTargets(
        ExecutableTarget executableTarget,
        IReadOnlyCollection<ExecutableTarget> relevantTargets) =>
        WithinJob(executableTarget).AsEnumerable().Reverse().Where(relevantTargets.Contains);

    /// <summary>The targets whose jobs come before that of a target.</summary>
    protected IEnumerable<ExecutableTarget> GetTargetDependencies(ExecutableTarget executableTarget) =>
        WithinJob(executableTarget)
            .SelectMany(x => x.ExecutionDependencies)
            .Where(x => !NonEntryTargets.Contains(x.Name) && !ExcludedTargets.Contains(x.Name))
            .Distinct();

    List<ExecutableTarget> WithinJob(ExecutableTarget target)
    {
        var job = new List<ExecutableTarget> { target };
        for (var i = 0; i < job.Count; i++)
            job.AddRange(job[i].ExecutionDependencies.Where(x => NonEntryTargets.Contains(x.Name)).Except(job));
        return job;
    }
}
