namespace Lifecycle.Benchmarks.Contenders;

/// <summary>What is started, and whether a source has changed before.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Expected">Its output says this.</param>
internal sealed record StartKind(string Name, IReadOnlyList<string> Arguments, string Expected, bool AfterChange)
{
    private static readonly string[] Help = ["--help"];
    private static readonly string[] NoOperation = ["Rotate", "--redis-backup-restore", "false"];

    public static IReadOnlyList<StartKind> All { get; } =
    [
        new("`--help`, warm", Help, "Parameters", AfterChange: false),
        new("a target that does nothing, warm", NoOperation, "SKIPPED", AfterChange: false),
        new("`--help`, after a source has changed", Help, "Parameters", AfterChange: true),
        new("a target that does nothing, after a source has changed", NoOperation, "SKIPPED", AfterChange: true),
    ];
}
