namespace Nuke.Common.Execution;

/// <summary>Runs the plan of a build, target by target.</summary>
sealed class BuildExecutor(NukeBuild build, IReadOnlyList<ExecutableTarget> targets, BuildSession session)
{
    readonly BuildAttempt attempt = new(session);
    bool isStopped;

    public async Task<int> ExecuteAsync()
    {
        foreach (var target in build.ExecutionPlan)
            target.Status = ExecutionStatus.Scheduled;

        SkipRules.Apply(build, targets);
        if (build.Continue)
            attempt.SkipSucceeded(build.ExecutionPlan);
        Requirements.Check(build);

        attempt.Begin();
        foreach (var target in build.ExecutionPlan)
            await ExecuteAsync(target);

        return Finish();
    }

    async Task ExecuteAsync(ExecutableTarget target)
    {
        if (target.Status == ExecutionStatus.Skipped)
            OnSkipped(target);
        else if (isStopped && !target.AssuredAfterFailure)
            target.Status = ExecutionStatus.NotRun;
        else
            await RunAsync(target);
    }

    async Task RunAsync(ExecutableTarget target)
    {
        target.Stopwatch.Start();
        try
        {
            if (SkipRules.UnmetCondition(target.DynamicConditions) is { } condition)
                Skip(target, condition);
            else if (target.Actions.Count == 0)
                target.Status = ExecutionStatus.Collective;
            else
                await RunActionsAsync(target);
        }
        catch (Exception exception)
        {
            OnFailed(target, exception);
        }
        finally
        {
            target.Stopwatch.Stop();
        }
    }

    async Task RunActionsAsync(ExecutableTarget target)
    {
        using var block = session.Verbosity == Verbosity.Quiet ? null : NukeBuild.Host.WriteBlock(target.Name);
        target.Status = ExecutionStatus.Running;
        build.Extensions<IOnTargetRunning>(x => x.OnTargetRunning(target));
        build.OnTargetRunning(target.Name);

        foreach (var action in target.Actions)
            await action();

        target.Status = ExecutionStatus.Succeeded;
        attempt.Record(target);
        build.Extensions<IOnTargetSucceeded>(x => x.OnTargetSucceeded(target));
        build.OnTargetSucceeded(target.Name);
    }

    void Skip(ExecutableTarget target, string condition)
    {
        target.Status = ExecutionStatus.Skipped;
        target.OnlyWhen = condition;
        OnSkipped(target);
    }

    void OnSkipped(ExecutableTarget target)
    {
        build.Extensions<IOnTargetSkipped>(x => x.OnTargetSkipped(target));
        build.OnTargetSkipped(target.Name);
    }

    void OnFailed(ExecutableTarget target, Exception exception)
    {
        if (Failures.IsInterruption(exception))
        {
            target.Status = ExecutionStatus.Aborted;
            build.ExitCode ??= ExitCodes.Interrupted;
            isStopped = true;
            NukeBuild.Host.ReportWarning($"{target.Name} was cancelled.");
            return;
        }

        target.Status = ExecutionStatus.Failed;
        target.SummaryInformation[exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd();
        isStopped |= !target.ProceedAfterFailure;
        Failures.Report(exception, session);
        build.Extensions<IOnTargetFailed>(x => x.OnTargetFailed(target));
        build.OnTargetFailed(target.Name);
    }

    int Finish()
    {
        if (build.IsSucceeding)
            attempt.Forget();

        if (session.Verbosity != Verbosity.Quiet || build.IsFailing)
        {
            NukeBuild.Host.WriteErrorsAndWarnings();
            NukeBuild.Host.WriteTargetOutcome(build);
            NukeBuild.Host.WriteBuildOutcome(build);
        }

        build.Extensions<IOnBuildFinished>(x => x.OnBuildFinished());
        build.OnBuildFinished();
        return build.ExitCode ?? (build.IsSucceeding ? ExitCodes.Success : ExitCodes.Failure);
    }
}
