using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>What an environment of GitHub, or the repository, gives to the jobs: the workflows, the runbook and the check all read it here.</summary>
internal static class DeclaredSettings
{
    /// <summary>Environments whose deployments somebody has to approve.</summary>
    public static IReadOnlyList<string> Approved { get; } = ["prod"];

    /// <summary>The environment of its own in which a backup at night runs, without a person who approves and with fewer rights.</summary>
    public static string NightlyTwin(string environment) => $"{environment}-backup";

    public static Setting Kubeconfig { get; } = new("KUBECONFIG", SettingKind.Secret, "A kubeconfig with the least rights: [least-privilege.md](../operations/least-privilege.md), account `redis-operator`. None: that of the runner");

    public static Setting AwsRole { get; } = new("AWS_ROLE_ARN", SettingKind.Variable, "Role that the jobs assume. None: no AWS");

    public static Setting AwsRegion { get; } = new("AWS_REGION", SettingKind.Variable, "Region of the bucket") { NeededBy = AwsRole };

    public static Setting Bucket { get; } = new("TF_BACKUP_BUCKET_NAME", SettingKind.Variable, "Bucket, where the input names none. `prod` is not destroyed without, unless its data is given up") { NeededIn = "prod" };

    public static Setting Instance { get; } = new("K3S_INSTANCE_ID", SettingKind.Variable, "Instance to reach the API server through, where the input names none");

    public static IReadOnlyList<Setting> OfEnvironment { get; } = [Kubeconfig, AwsRole, AwsRegion, Bucket, Instance];

    public static Setting NightlyAttestation { get; } = new("REDIS_BACKUP_ATTEST", SettingKind.Variable, "Of the repository: `true` to have GitHub sign where the archives of the night come from");

    public static IReadOnlyList<Setting> OfRepository => [NightlyEnvironments, NightlyAttestation];

    public static Setting NightlyEnvironments { get; } = new("REDIS_BACKUP_ENVIRONMENTS", SettingKind.Variable, "Of the repository: whose Redis is backed up at night, a list such as `[\"dev\", \"prod\"]` (default: `[\"dev\"]`)");
}
