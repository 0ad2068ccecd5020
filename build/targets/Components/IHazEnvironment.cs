using Lifecycle.Reporting;
using Lifecycle.Reporting.GitHub;
using Lifecycle.Verbs;
using Nuke.Common;
using Nuke.Common.IO;
using Targets.CommandLine;

namespace Targets.Components;

/// <summary>Where Redis lives and where its backups go: what every target shares.</summary>
internal interface IHazEnvironment : INukeBuild
{
    [Parameter("Where Redis lives. embedded is a redis-server of its own on this machine")]
    EnvironmentName Environment => TryGetValue(() => Environment) ?? EnvironmentName.Embedded;

    [Parameter("Namespace of Redis (default: data)")]
    string Namespace => TryGetValue(() => Namespace) ?? "data";

    [Parameter("Label selector of the Redis pod (default: app.kubernetes.io/name=redis)")]
    string Selector => TryGetValue(() => Selector) ?? "app.kubernetes.io/name=redis";

    [Parameter("Container of Redis in its pod (default: redis)")]
    string Container => TryGetValue(() => Container) ?? "redis";

    [Parameter("ACL user to ask Redis as (default: its default user)")]
    string? RedisUser => TryGetValue(() => RedisUser);

    [Parameter("Secret in the namespace that holds Redis' password: NAME or NAME/KEY (default: what its container has)")]
    string? RedisAuthSecret => TryGetValue(() => RedisAuthSecret);

    [Parameter("Kubeconfig file (default: KUBECONFIG, then ~/.kube/config)")]
    string? Kubeconfig => TryGetValue(() => Kubeconfig);

    [Parameter("Context in the kubeconfig (default: its current one)")]
    string? KubeContext => TryGetValue(() => KubeContext);

    [Parameter("Bucket for backups (or TF_BACKUP_BUCKET_NAME)")]
    string? BackupBucket => TryGetValue(() => BackupBucket) ?? Text(EnvironmentInfo.GetVariable("TF_BACKUP_BUCKET_NAME"));

    [Parameter("Folder of the backups in their store (default: redis-backups; empty: none)")]
    [MayBeEmpty]
    string BackupPrefix => TryGetValue(() => BackupPrefix) ?? "redis-backups";

    [Parameter("Store of the backups: a folder or s3://bucket (default: output/ when embedded, else the bucket)")]
    string? Store => TryGetValue(() => Store);

    [Parameter("Endpoint of an S3-compatible server (or AWS_ENDPOINT_URL_S3)")]
    string? S3Endpoint => TryGetValue(() => S3Endpoint);

    [Parameter("Region of the bucket (or AWS_REGION)")]
    string? Region => TryGetValue(() => Region);

    [Parameter("Server-side encryption of backups: AES256 or aws:kms")]
    string? Sse => TryGetValue(() => Sse);

    [Parameter("Key for aws:kms")]
    string? SseKeyId => TryGetValue(() => SseKeyId);

    [Parameter("How parts are vouched for: auto, when-supported or when-required (default: auto)")]
    string? S3Checksums => TryGetValue(() => S3Checksums);

    [Parameter("How many sample records the first embedded Redis gets (default: 4000)")]
    int SampleKeys => TryGetValue<int?>(() => SampleKeys) ?? 4000;

    [Parameter("How long to wait for Redis: 90s, 5m, 2h (default: 5m)")]
    [Format(typeof(Duration))]
    string WaitTimeout => TryGetValue(() => WaitTimeout) ?? "5m";

    [Parameter("Folder for what a run writes (default: output/)")]
    AbsolutePath OutDir => TryGetValue(() => OutDir) ?? RootDirectory / "output";

    [Parameter("Show what would be done and change nothing")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    [Parameter("Replace data that is there. Command line only")]
    [OnlyTyped]
    bool Force => EnvironmentInfo.GetNamedArgument<bool>(nameof(Force));

    [Parameter("Take over, or scale, objects that a GitOps controller manages. Command line only")]
    [OnlyTyped]
    bool Adopt => EnvironmentInfo.GetNamedArgument<bool>(nameof(Adopt));

    [Parameter("false: neither back up nor restore (default: true)")]
    bool RedisBackupRestore => TryGetValue<bool?>(() => RedisBackupRestore) ?? true;

    [Parameter("Whose backups: a name that Backups shows, or unowned (default: those of the Redis that is worked on)")]
    string? From => TryGetValue(() => From);

    [Parameter("Skip, rather than fail, where there is no bucket or no backup")]
    bool Optional => TryGetValue<bool?>(() => Optional) ?? false;

    /// <summary>Runs one verb of the domain, with Ctrl-C in its ear.</summary>
    async Task Run(IVerb verb)
    {
        var verdict = await GitHubReporter.RunAsync(ConsoleReporter.ForConsole(DataOutput.Writer), verb.Name, Request, reporter => Lifecycle.Verbs.Run.OfAsync(verb, Settings, reporter, Interruption.Token));
        ReportSummary(notes =>
        {
            notes[verdict.Outcome == Outcome.Run ? "Run" : "Skipped"] = verdict.Reason;
            return notes;
        });
    }

    /// <summary>What was asked for, to stand beside what came of it.</summary>
    private IReadOnlyList<Fact> Request =>
    [
        new("Requested", $"environment {Environment}, redis_backup_restore {(RedisBackupRestore ? "true" : "false")}"),
        new("Bucket", Store ?? BackupBucket ?? "none"),
    ];

    private Settings Settings => new()
    {
        Environment = Environment,
        Root = RootDirectory,
        OutputDirectory = OutDir,
        TemporaryDirectory = TemporaryDirectory,
        Namespace = Namespace,
        Selector = Selector,
        Container = Container,
        RedisUser = RedisUser,
        RedisAuthSecret = RedisAuthSecret,
        Kubeconfig = Kubeconfig,
        KubeContext = KubeContext,
        WaitTimeout = Duration.Parse(WaitTimeout),
        Store = Store,
        BackupBucket = BackupBucket,
        BackupPrefix = BackupPrefix,
        S3Endpoint = S3Endpoint,
        Region = Region,
        Sse = Sse,
        SseKeyId = SseKeyId,
        S3Checksums = S3Checksums,
        SampleKeys = SampleKeys,
        DryRun = DryRun,
        Force = Force,
        BackupAndRestore = RedisBackupRestore,
        Optional = Optional,
        DestroyWithoutBucket = (this as IDestroy)?.DestroyWithoutBucket ?? false,
        EndsWithItsJob = !IsLocalBuild || EnvironmentInfo.GetVariable("CI") is { Length: > 0 },
        Adopt = Adopt,
    };

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
