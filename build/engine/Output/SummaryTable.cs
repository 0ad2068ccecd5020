using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.Utilities;

/// <summary>What became of every target, in the order of execution.</summary>
static class SummaryTable
{
    const int StatusWidth = 10;
    const int DurationWidth = 10;

    public static void Write(INukeBuild build, BuildSession session)
    {
        var targets = build.ExecutionPlan.Where(x => x.Status != ExecutionStatus.Collective).ToList();
        var nameWidth = Math.Max(19, targets.Select(x => x.Name.Length + 4).DefaultIfEmpty().Max());
        var width = nameWidth + StatusWidth + DurationWidth;
        var output = session.Out;

        output.WriteLine();
        output.WriteLine(new string('═', width));
        output.WriteLine(Row("Target", "Status", "Duration"));
        output.WriteLine(new string('─', width));
        foreach (var target in targets)
            output.WriteLine(Coloured(target.Status, (Row(target.Name, target.Status.ToString(), Duration(target)) + Notes(target)).TrimEnd(), session.Style));
        output.WriteLine(new string('─', width));
        output.WriteLine(Row("Total", string.Empty, Duration(targets.Aggregate(TimeSpan.Zero, (sum, x) => sum + x.Duration))));
        output.WriteLine(new string('═', width));

        string Row(string name, string status, string duration) =>
            name.PadRight(nameWidth) + status.PadRight(StatusWidth) + duration.PadLeft(DurationWidth);
    }

    static string Duration(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted
            ? Duration(target.Duration)
            : string.Empty;

    static string Duration(TimeSpan duration) =>
        duration.TotalSeconds < 1
            ? "< 1sec"
            : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration.Seconds:00}");

    static string Notes(ExecutableTarget target)
    {
        var notes = target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}");
        if (target.OnlyWhen is not null)
            notes = notes.Append($"OnlyWhen: {target.OnlyWhen}");
        if (target.Skipped is not null)
            notes = notes.Append($"Skipped: {target.Skipped}");
        var text = string.Join(", ", notes);
        return text.Length == 0 ? text : $"   // {text}";
    }

    static string Coloured(ExecutionStatus status, string row, Style style) => status switch
    {
        ExecutionStatus.Succeeded => style.Green(row),
        ExecutionStatus.Failed => style.Red(row),
        ExecutionStatus.Skipped => style.Grey(row),
        _ => style.Yellow(row),
    };
}
