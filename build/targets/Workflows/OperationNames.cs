using Lifecycle.Operations;
using Nuke.Common.Execution;
using Targets.Components;

namespace Targets.Workflows;

/// <summary>What people know an operation by, which is what its verdict says too.</summary>
internal static class OperationNames
{
    public static string Of(IEnumerable<ExecutableTarget> running) => running.Single().Name switch
    {
        nameof(IBackup.Backup) => BackupOperation.Name,
        nameof(IRestore.Restore) => RestoreOperation.Name,
        var target => target,
    };
}
