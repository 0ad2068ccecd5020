namespace Lifecycle.Benchmarks.Scenarios;

internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> Of(Bench bench) =>
    [
        new BackupScenario(bench),
        new MemoryScenario(bench),
        new RestoreScenario(bench),
        new PauseScenario(bench),
        new ArchiveScenario(bench),
        new MomentScenario(bench),
        new StoreScenario(bench),
        new StartUpScenario(bench),
        new MicroScenario(bench),
    ];
}
