using System.Runtime.InteropServices;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Scenarios;
using Lifecycle.Failures;

namespace Lifecycle.Benchmarks;

/// <summary>Measures one part after the other and writes what came of it.</summary>
internal static class Program
{
    private const int Interrupted = 130;

    public static async Task<int> Main(string[] args)
    {
        using var over = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        try
        {
            return await RunAsync(Options.Parse(args), over.Token) ? 0 : 1;
        }
        catch (LifecycleException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return Interrupted;
        }

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            over.Cancel();
        }
    }

    /// <returns>False where a result of this tool was not what it claimed to be.</returns>
    private static async Task<bool> RunAsync(Options options, CancellationToken cancellationToken)
    {
        await using var bench = new Bench(options);
        var sections = new List<Section>();
        if (options.Conditions.Beside is { } beside)
        {
            bench.Say($"compiling {beside}");
            _ = await MeasuredProgram.RunAsync([Path.Combine(beside, "build.sh"), "--help"], cancellationToken);
        }

        var all = AllScenarios.Of(bench);
        foreach (var scenario in options.Choose(all))
        {
            bench.Say($"{scenario.Name}: {scenario.Announcement}");
            try
            {
                sections.Add(await scenario.RunAsync(cancellationToken));
            }
            catch (NotHereException exception)
            {
                bench.Say($"{scenario.Name}: left out, {exception.Message}");
                sections.Add(Section.LeftOut(scenario.Name, exception.Message));
            }
        }

        await new Document(options.Root, options.Cover(all), options.Conditions, sections).WriteAsync(Console.Out, cancellationToken);
        return !sections.Exists(section => section.HasVoidResult);
    }
}
