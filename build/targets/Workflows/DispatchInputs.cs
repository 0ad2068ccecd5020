using Targets.CommandLine;
using Targets.Components;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>What the workflows ask for.</summary>
internal static class DispatchInputs
{
    public const string Environment = "environment";
    public const string RedisBackupRestore = "redis_backup_restore";

    public static Argument BackupRestoreArgument { get; } = new(nameof(IHazEnvironment.RedisBackupRestore), $"inputs.{RedisBackupRestore}");

    public static Dictionary<string, Input> EnvironmentOnly() => new()
    {
        [Environment] = Input.Choice("Whose Redis", EnvironmentName.Dev, EnvironmentName.Prod),
    };

    public static Dictionary<string, Input> All(string whatBackupRestoreDoes) => new(EnvironmentOnly())
    {
        [RedisBackupRestore] = Input.Switch(whatBackupRestoreDoes, on: true),
    };

    /// <summary>A person starts it, or another workflow calls it and is asked the same.</summary>
    /// <param name="inputs">What is asked.</param>
    /// <param name="target">Whose job answers for the whole.</param>
    /// <param name="ofCallers">What only a workflow is asked that calls it.</param>
    public static Triggers ByHandOrCalled(Dictionary<string, Input> inputs, string target, Dictionary<string, Input>? ofCallers = null) => new()
    {
        Dispatch = new Dispatch(inputs),
        Call = new Call(inputs.Concat(ofCallers ?? []).ToDictionary(input => input.Key, input => input.Value.Called), JobOutputs.Of(Vocabulary.Typed(target)), ClusterAccess.Secrets),
    };

    /// <summary>Each empty one falls back to a variable of the environment.</summary>
    public static Dictionary<string, Input> WithLocations(this Dictionary<string, Input> inputs) => new(inputs)
    {
        ["backup_bucket_name"] = Input.Text($"Bucket of the backups (default: the variable {DeclaredSettings.Bucket.Name})"),
        ["instance_id"] = Input.Text($"Instance to reach the cluster through, by SSM (default: the variable {DeclaredSettings.Instance.Name}; none: directly)"),
    };
}
