using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Output;
using Nuke.Common.Parameters;
using Nuke.Common.Targets;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>One run of a build, from its arguments to its exit status.</summary>
internal sealed class BuildRun<T>(BuildSession session, Expression<Func<T, Target>>[] defaultTargets)
    where T : NukeBuild, new()
{
    private const int Failure = 255;

    public int Run()
    {
        using var entered = session.Enter();
        var build = new T();
        try
        {
            var succeeded = Run(build);
            return build.ExitCode ?? (succeeded ? 0 : Failure);
        }
        catch (Exception exception)
        {
            session.Error.WriteLine(session.Style.Red($"Error: {exception.Message}"));
            return build.ExitCode ?? Failure;
        }
    }

    private bool Run(T build)
    {
        var targets = TargetFactory.Create(build, [.. defaultTargets.Select(target => target.MemberName())]);
        if (session.CommandLine.Find(ConfigurationAttributeBase.Option) is { } id)
        {
            ConfigurationAttributeBase.Generate(ValueConverter.Convert<string>(id)!, build, targets);
            return true;
        }

        var extensions = BuildExtensionAttributeBase.Of(build);
        Tell<IOnBuildCreated>(extension => extension.OnBuildCreated(targets));
        BuildSchema.Update(typeof(T), targets, session);
        var invoked = InvokedTargets.Find(targets, session);
        if (build.Help || invoked.Count == 0)
        {
            HelpText.Write(typeof(T), targets, session);
            return true;
        }

        build.ExecutionPlan = ExecutionPlanner.Plan(targets, invoked);
        Tell<IOnBuildInitialized>(extension => extension.OnBuildInitialized(targets, build.ExecutionPlan));
        if (build.Plan)
        {
            return true;
        }

        var succeeded = new BuildExecutor(build.ExecutionPlan, session).Execute(targets);
        Tell<IOnBuildFinished>(extension => extension.OnBuildFinished());
        return succeeded;

        void Tell<TExtension>(Action<TExtension> what)
            where TExtension : class
        {
            foreach (var extension in extensions.OfType<TExtension>())
            {
                what(extension);
            }
        }
    }
}
