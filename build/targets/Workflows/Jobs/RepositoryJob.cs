using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>A job that needs nothing but the sources.</summary>
internal sealed record RepositoryJob(string Target) : TargetJob(Target)
{
    public override string Id => IdSuffix is null ? base.Id : $"{base.Id}-{IdSuffix}";

    /// <summary>Tells apart two jobs of one target.</summary>
    public string? IdSuffix { get; init; }

    /// <summary>Steps before the target's own.</summary>
    public IReadOnlyList<Step> Before { get; init; } = [];

    /// <summary>Kept for whoever looks into a failure.</summary>
    public string? Artifact { get; init; }

    /// <summary>Of a workflow that others call, where the sources are not theirs.</summary>
    public bool IsCalled { get; init; }

    protected override Job Create() => new()
    {
        Name = Name,
        If = If,
        TimeoutMinutes = TimeoutMinutes,
        Permissions = Permissions.ReadContents(),
        Env = Arguments.Count == 0 ? null : Arguments.ToDictionary(argument => argument.Variable, argument => argument.Value),
        Steps = [IsCalled ? CheckoutOfTool : CheckoutOfCaller, .. Before, RunTarget.Step(Name, Command, Program), .. Upload()],
    };

    private IReadOnlyList<Step> Upload() => Artifact is null
        ? []
        : [new UploadArtifact { Name = Id, Path = Artifact, IfNoFilesFound = "ignore", RetentionDays = 14 }.As("Keep the report", condition: "always()")];
}
