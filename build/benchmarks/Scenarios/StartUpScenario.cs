using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>From the prompt to the program, beside the sequence that NUKE sets up.</summary>
internal sealed class StartUpScenario(Bench bench) : Scenario("startup", "`--help` and a target that does nothing, warm and after a change; up to 6 minutes")
{
    private const double Bound = 0.2;

    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(2);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var starts = await PrepareAsync(cancellationToken);
        bench.Say("  compiling each once");
        foreach (var start in starts)
        {
            _ = await MeasuredProgram.RunAsync(start(StartKind.All[0]).Command, cancellationToken);
        }

        var tables = new List<Table>();
        var panels = new List<Panel>();
        var aims = new List<Aim>();
        var isVoid = false;
        foreach (var kind in StartKind.All)
        {
            var contest = await new Contest(kind.Name, [.. starts.Select(start => start(kind))], watch: null, Budget).RunAsync(bench.Options.Rounds ?? 5, cancellationToken);
            isVoid |= contest[0].HasVoids;
            tables.Add(new Table(kind.Name, Standings.Headings, Standings.Rows(contest, _ => [])));
            panels.Add(Panel.Of($"Start: {kind.Name.Replace("`", "", StringComparison.Ordinal)}", contest));
            if (kind == StartKind.All[0])
            {
                aims.Add(Aim.Most("Warm `./build.sh --help`: times as long as NUKE's stock sequence takes", Bound, "x", contest.Ratio(OurStart.Usual, StockStart.Usual)));
            }
        }

        return new Section("Start", "In copies of the repository, compiled before. The stock sequence is that of the build.sh which NUKE sets up.") { Tables = tables, Panels = panels, Aims = aims, HasVoidResult = isVoid };
    }

    // Each has a copy of its own, as each leaves what it has compiled.
    private async Task<IReadOnlyList<Func<StartKind, Contender>>> PrepareAsync(CancellationToken cancellationToken)
    {
        var ours = await CopyAsync(bench.Root, "ours");
        var stock = await CopyAsync(bench.Root, "stock");
        var starts = new List<Func<StartKind, Contender>> { kind => new OurStart(ours, kind), kind => new StockStart(stock, kind) };
        if (bench.Conditions is { Beside: { } other } conditions)
        {
            var beside = await CopyAsync(other, "beside");
            starts.Insert(1, kind => new OurStart(beside, kind, conditions.NameBeside(OurStart.Usual)));
        }

        return starts;

        Task<Workspace> CopyAsync(string repository, string name) => Workspace.CreateAsync(repository, Path.Combine(bench.Folder, name), cancellationToken);
    }
}
