namespace Lifecycle.Verbs;

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

    /// <summary>The ACL user that asks Redis; null for the default one.</summary>
    public string? RedisUser { get; init; }

    /// <summary>A Secret of the namespace that holds Redis' password: its name, or name/key.</summary>
    public string? RedisAuthSecret { get; init; }

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

    /// <summary>Replace data that is there.</summary>
    public bool Force { get; init; }

    /// <summary>False where somebody has switched backup and restore off in words.</summary>
    public bool BackupAndRestore { get; init; } = true;

    /// <summary>What cannot be done is passed over, with its reason, rather than failed.</summary>
    public bool Optional { get; init; }

    /// <summary>The environment may be destroyed where no bucket is named.</summary>
    public bool DestroyWithoutBucket { get; init; }

    /// <summary>This machine is one of CI: its folders go when the job ends.</summary>
    public bool EndsWithItsJob { get; init; }

    /// <summary>Take over, or scale, objects that a GitOps controller manages.</summary>
    public bool Adopt { get; init; }

    public bool IsEmbedded => Environment == "embedded";
}
