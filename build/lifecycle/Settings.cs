namespace Lifecycle;

/// <summary>Everything that a run is told from outside.</summary>
public sealed record Settings
{
    /// <summary><c>embedded</c>, <c>dev</c> or <c>prod</c>.</summary>
    public required string Environment { get; init; }

    /// <summary>The repository: manifests are read below it.</summary>
    public required string Root { get; init; }

    /// <summary>What a run writes for people goes here.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>What a run keeps for itself goes here.</summary>
    public required string TemporaryDirectory { get; init; }

    public string Namespace { get; init; } = "data";

    public string Selector { get; init; } = "app.kubernetes.io/name=redis";

    public string Container { get; init; } = "redis";

    public string? Kubeconfig { get; init; }

    public string? KubeContext { get; init; }

    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A folder or <c>s3://bucket</c>; null for the environment's own default.</summary>
    public string? Store { get; init; }

    public string? BackupBucket { get; init; }

    public string BackupPrefix { get; init; } = "redis-backups";

    public string? S3Endpoint { get; init; }

    public string? Region { get; init; }

    public string? Sse { get; init; }

    public string? SseKeyId { get; init; }

    public string? S3Checksums { get; init; }

    public int SampleKeys { get; init; } = 4000;

    public bool DryRun { get; init; }

    public bool Force { get; init; }

    public bool IsEmbedded => Environment == "embedded";
}
