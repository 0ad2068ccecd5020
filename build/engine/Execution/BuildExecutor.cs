using Nuke.Common.Output;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Runs the plan of a build, target by target, to its end or to the first failure.</summary>
internal sealed class BuildExecutor(IReadOnlyCollection<ExecutableTarget> plan, BuildSession session)
{
    private bool _failed;

    public bool Execute(IReadOnlyList<ExecutableTarget> targets)
    {
        if (session.Parameters.ReadTargets("Skip") is { } names)
        {
            new SkipRules(plan).Apply([.. names.Select(name => InvokedTargets.Named(name, targets))]);
        }

        RequireEverything();
        foreach (var target in plan.Where(target => target.Status == ExecutionStatus.Scheduled))
        {
            Execute(target);
        }

        if (session.Verbosity != Verbosity.Quiet || _failed)
        {
            SummaryTable.Write(plan, succeeded: !_failed, session);
        }

        return !_failed;
    }

    // Before anything runs.
    private void RequireEverything()
    {
        var (target, requirement) = plan
            .Where(target => target.Status == ExecutionStatus.Scheduled)
            .SelectMany(target => target.Requirements, (target, requirement) => (target, requirement))
            .FirstOrDefault(pair => !pair.requirement.Compile(preferInterpretation: true)());
        if (target is not null)
        {
            throw new BuildError($"Target '{target}' requires '{requirement.MemberName()}'.");
        }
    }

    private void Execute(ExecutableTarget target)
    {
        if (_failed)
        {
            target.Status = ExecutionStatus.NotRun;
            return;
        }

        using var block = session.Verbosity == Verbosity.Quiet ? null : session.Host.WriteBlock(target.Name);
        target.Status = ExecutionStatus.Running;
        target.Stopwatch.Start();
        try
        {
            target.Actions.ForEach(action => action());
            target.Status = ExecutionStatus.Succeeded;
        }
        catch (Exception exception)
        {
            Fail(target, exception);
        }
        finally
        {
            target.Stopwatch.Stop();
        }
    }

    // The build itself says why, where people and GitHub look.
    private void Fail(ExecutableTarget target, Exception exception)
    {
        _failed = true;
        target.Status = ExecutionStatus.Failed;
        if (target.SummaryInformation.Count == 0)
        {
            target.SummaryInformation[exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd();
        }
    }
}
