namespace Nuke.Common.Execution;

/// <summary>An attribute of the build class that takes part in a run.</summary>
public interface IBuildExtension
{
    float Priority { get; }
}

public interface IOnBuildCreated : IBuildExtension
{
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}

public interface IOnBuildInitialized : IBuildExtension
{
    void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan);
}

public interface IOnTargetRunning : IBuildExtension
{
    void OnTargetRunning(ExecutableTarget target);
}

public interface IOnTargetSkipped : IBuildExtension
{
    void OnTargetSkipped(ExecutableTarget target);
}

public interface IOnTargetSucceeded : IBuildExtension
{
    void OnTargetSucceeded(ExecutableTarget target);
}

public interface IOnTargetFailed : IBuildExtension
{
    void OnTargetFailed(ExecutableTarget target);
}

public interface IOnTargetSummaryUpdated : IBuildExtension
{
    void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target);
}

public interface IOnBuildFinished : IBuildExtension
{
    void OnBuildFinished();
}
