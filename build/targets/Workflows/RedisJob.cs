using Targets.Components;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>A job that reaches the Redis of an environment: with a role in AWS, a kubeconfig, and a tunnel where one is needed.</summary>
/// <param name="Target">The target that it runs.</param>
/// <param name="Environment">An expression for the environment that Redis is in.</param>
internal sealed record RedisJob(string Target, string Environment) : TargetJob(Target)
{
    private const string Profile = nameof(Profile);

    /// <summary>An expression for the GitHub environment, whose secrets and variables the job gets; the same where nothing is said.</summary>
    public string? GitHubEnvironment { get; init; }

    protected override Job Create() => new()
    {
        Name = Name,
        If = If,
        TimeoutMinutes = TimeoutMinutes,
        Environment = $"${{{{ {GitHubEnvironment ?? Environment} }}}}",
        Permissions = Permissions.AssumeRole(),
        Outputs = RunTarget.Outputs,
        Env = Variables(),
        Steps = [CheckoutOfTool, RunTarget.Step(Name, Command, Program, ClusterAccess.Values(Runner.NeedsTunnel()))],
    };

    // What is written down for an environment in its profile counts here as on a laptop.
    protected override IReadOnlyList<Argument> AllArguments => [new(nameof(IHazEnvironment.Environment), Environment), new(Profile, Environment), .. Arguments];

    private Dictionary<string, string> Variables()
    {
        var variables = AllArguments.ToDictionary(argument => argument.Variable, argument => argument.Value);
        // The tool reads it by itself. An empty one means that there is no bucket.
        variables[DeclaredSettings.Bucket.Name] = DeclaredSettings.Bucket.ValueOr("backup_bucket_name");
        return variables;
    }
}
