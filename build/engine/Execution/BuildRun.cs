using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>One run of a build, from its arguments to its exit code.</summary>
sealed class BuildRun<T>(BuildSession session, Expression<Func<T, Target>>[] defaultTargets)
    where T : NukeBuild, new()
{
    public async Task<int> RunAsync()
    {
        using var entered = session.Enter();
        try
        {
            session.ReadOutputSettings();
            return await RunBuildAsync(new T());
        }
        catch (Exception exception)
        {
            Failures.Report(exception, session);
            return Failures.IsInterruption(exception) ? ExitCodes.Interrupted : ExitCodes.Failure;
        }
    }

    async Task<int> RunBuildAsync(T build)
    {
        build.Parameters.HideSecrets();
        build.Parameters.CheckNames();
        build.ReadSwitches();

        var targets = TargetFactory.Create(build);
        CycleCheck.Run(targets);
        var defaults = MarkDefaults(targets);

        if (session.CommandLine.Values(BuildSession.GenerateConfiguration) is { } ids)
        {
            ConfigurationGeneration.GenerateOne(build, targets, ids);
            return ExitCodes.Success;
        }

        build.Extensions<IOnBuildCreated>(x => x.OnBuildCreated(targets));
        build.OnBuildCreated();
        if (NukeBuild.IsLocalBuild)
        {
            ConfigurationGeneration.GenerateAll(build, targets);
            BuildSchema.Update(build, targets, session);
        }

        if (build.Help)
        {
            HelpText.Write(build, targets, session);
            return ExitCodes.Success;
        }

        build.Parameters.InjectAll();
        var invoked = InvokedTargets.Find(build, targets, defaults, session);
        if (invoked.Count == 0 && !build.Plan)
        {
            HelpText.Write(build, targets, session);
            return ExitCodes.Success;
        }

        build.ExecutionPlan = ExecutionPlanner.Plan(invoked);
        if (build.Plan)
        {
            PlanPage.Show(targets, build.ExecutionPlan, session);
            return ExitCodes.Success;
        }

        if (!build.NoLogo && session.Verbosity != Verbosity.Quiet)
            NukeBuild.Host.WriteLogo();

        build.Extensions<IOnBuildInitialized>(x => x.OnBuildInitialized(targets, build.ExecutionPlan));
        build.OnBuildInitialized();
        return await new BuildExecutor(build, targets, session).ExecuteAsync();
    }

    ExecutableTarget[] MarkDefaults(IReadOnlyList<ExecutableTarget> targets)
    {
        var defaults = Array.ConvertAll(defaultTargets, x =>
        {
            var name = BuildMembers.ShortName(x.RequiredMember());
            return targets.First(target => target.Name == name);
        });
        foreach (var target in defaults)
            target.IsDefault = true;
        return defaults;
    }
}
