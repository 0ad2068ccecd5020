using Nuke.Common.Execution;
using Nuke.Common.Parameters;

namespace Nuke.Common.Output;

/// <summary>The targets and parameters of a build.</summary>
internal static class HelpText
{
    private const int NarrowestTerminal = 60;
    private const int WithoutTerminal = 100;

    public static void Write(Type build, IReadOnlyList<ExecutableTarget> targets, BuildSession session)
    {
        var parameters = Parameter.Of(build).OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ToLookup(parameter => parameter.IsOfEveryBuild, parameter => Row(parameter, targets));
        var width = session.IsTerminal ? Math.Max(NarrowestTerminal, Console.WindowWidth) : WithoutTerminal;
        foreach (var (heading, rows) in new (string, IEnumerable<(string, string)> Rows)[]
        {
            ("Targets (with their direct dependencies):", targets.Select(Row)),
            ("Parameters:", parameters[false]),
            ("Parameters of every build:", parameters[true]),
        }.Where(section => section.Rows.Any()))
        {
            session.Out.WriteLine(session.Style.Bold(heading));
            session.Out.WriteLine();
            Columns.Write(session.Out, [.. rows], width);
            session.Out.WriteLine();
        }
    }

    private static (string Name, string Text) Row(ExecutableTarget target)
    {
        var dependencies = target.ExecutionDependencies.Count == 0 ? "" : $"\n-> {string.Join(", ", target.ExecutionDependencies)}";
        return (target.IsDefault ? $"{target} (default)" : target.Name, (target.Description + dependencies).TrimStart('\n'));
    }

    private static (string Name, string Text) Row(Parameter parameter, IReadOnlyList<ExecutableTarget> targets)
    {
        var text = parameter.Description.Replace("{default_target}", string.Join(", ", targets.Where(target => target.IsDefault)), StringComparison.Ordinal);
        return (parameter.Option, parameter.Choices.Count == 0 ? text : $"{text} ({string.Join(", ", parameter.Choices)})");
    }
}
