using Lifecycle.Verbs;
using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IRestore : IHazBackupChoice
{
    private const string HowItEnds = "how an earlier restore ends";

    [Parameter("Drop what a restore that could not be compared has replaced. Command line only")]
    [OnlyOneOf(HowItEnds)]
    [OnlyTyped]
    bool Finish => EnvironmentInfo.GetNamedArgument<bool>(nameof(Finish));

    [Parameter("Bring back what a restore that could not be compared has replaced. Command line only")]
    [OnlyOneOf(HowItEnds)]
    [OnlyTyped]
    bool Undo => EnvironmentInfo.GetNamedArgument<bool>(nameof(Undo));

    private RestoreEnding? Ending => Finish ? RestoreEnding.Finish : Undo ? RestoreEnding.Undo : null;

    Target Restore => _ => _
        .Description("Restores a backup into a fresh Redis; with --force over the data that is there")
        .TryAfter<IDeploy>(x => x.Deploy)
        .Consumes<IBackup>(x => x.Backup)
        .Executes(() => Run(new Lifecycle.Verbs.Restore(Choice with { Ending = Ending })));
}
