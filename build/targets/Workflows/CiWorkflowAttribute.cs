using Targets.Components;
using Targets.Workflows.Generation;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>Tests every change, without an environment and without a secret.</summary>
internal sealed class CiWorkflowAttribute : WorkflowAttribute
{
    public override string Name => "ci";

    protected override Step? SourcesOfProgram => TargetJob.CheckoutOfCaller;

    protected override bool MayCache => true;

    protected override IReadOnlyList<TargetJob> Jobs =>
    [
        new RepositoryJob(nameof(ITest.Test)) { Compiles = true, Artifact = "output/tests.json", Options = "--all" },
        new RepositoryJob(nameof(IRender.Render)) { TimeoutMinutes = 10, Options = "--environment dev" },
        new RepositoryJob(nameof(ITest.Test))
        {
            Name = "Test on k3s",
            Compiles = true,
            IdSuffix = "k3s",
            TimeoutMinutes = 45,
            Before = [InstallK3s.Step],
            Options = "--test-class 'Lifecycle.Tests.Cluster.*'",
            Artifact = "output/tests.json",
        },
    ];

    protected override Workflow Describe(IReadOnlyDictionary<string, Job> jobs) => new()
    {
        Name = "CI",
        On = new Triggers { PullRequest = new Filter(), Push = new Filter(["main"]) },
        Concurrency = new Concurrency("ci-${{ github.ref }}", CancelInProgress: true),
        Jobs = jobs,
    };
}
