using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common.Output;

/// <summary>What became of every target, in the order of execution.</summary>
internal static class SummaryTable
{
    private const int OtherColumn = 10;

    public static void Write(IReadOnlyCollection<ExecutableTarget> targets, bool succeeded, BuildSession session)
    {
        var nameColumn = Math.Max(19, targets.Max(target => target.Name.Length + 4));
        var (thick, thin) = (new string('═', nameColumn + (2 * OtherColumn)), new string('─', nameColumn + (2 * OtherColumn)));
        foreach (var line in (string[])["", thick, Row("Target", "Status", "Duration"), thin, .. targets.Select(Describe), thin, Total(), thick, "", Outcome()])
        {
            session.Out.WriteLine(line);
        }

        string Row(string name, string status, string duration) => name.PadRight(nameColumn) + status.PadRight(OtherColumn) + duration.PadLeft(OtherColumn);

        string Describe(ExecutableTarget target) =>
            Paint(session.Style, target.Status, (Row(target.Name, $"{target.Status}", Ran(target) ? Format(target.Duration) : "") + Notes(target)).TrimEnd());

        string Total() => Row("Total", "", Format(TimeSpan.FromTicks(targets.Sum(target => target.Duration.Ticks))));

        string Outcome()
        {
            var now = DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            return succeeded ? session.Style.Green($"Build succeeded on {now}.") : session.Style.Red($"Build failed on {now}.");
        }
    }

    private static bool Ran(ExecutableTarget target) => target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed;

    private static string Format(TimeSpan duration) =>
        duration.TotalSeconds < 1 ? "< 1sec" : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}:{duration.Seconds:00}");

    private static string Notes(ExecutableTarget target)
    {
        var notes = target.SummaryInformation.Select(note => $"{note.Key}: {note.Value}").Concat(target.Skipped is { } reason ? [$"Skipped: {reason}"] : []).ToList();
        return notes.Count == 0 ? "" : $"   // {string.Join(", ", notes)}";
    }

    private static string Paint(Style style, ExecutionStatus status, string row) => status switch
    {
        ExecutionStatus.Succeeded => style.Green(row),
        ExecutionStatus.Failed => style.Red(row),
        ExecutionStatus.Skipped => style.Grey(row),
        _ => style.Yellow(row),
    };
}
