using Nuke.Common.Execution;

namespace Nuke.Common.Utilities;

/// <summary>The targets and parameters of a build.</summary>
static class HelpText
{
    public static void Write(NukeBuild build, IReadOnlyList<ExecutableTarget> targets, BuildSession session)
    {
        var listed = build.Parameters.All.Where(x => x.Attribute.List).OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
        string defaults = string.Join(", ", targets.Where(x => x.IsDefault));

        Section("Targets (with their direct dependencies):", targets.Where(x => x.Listed).Select(x => (TargetName(x), TargetText(x))));
        Section("Parameters:", listed.Where(x => !x.IsBuiltIn).Select(ParameterRow));
        Section("Parameters of every build:", listed.Where(x => x.IsBuiltIn).Select(ParameterRow));

        void Section(string heading, IEnumerable<(string Name, string Text)> rows)
        {
            var table = rows.ToList();
            if (table.Count == 0)
                return;

            session.Out.WriteLine(session.Style.Bold(heading));
            session.Out.WriteLine();
            Columns.Write(session.Out, table, session.Width);
            session.Out.WriteLine();
        }

        (string Name, string Text) ParameterRow(Parameter parameter)
        {
            var text = parameter.Attribute.Description?.Replace("{default_target}", defaults, StringComparison.Ordinal).TrimEnd('.');
            var choices = parameter.Attribute.GetValueSet(parameter.Member, build)?.Select(x => x.Text);
            return (parameter.Argument, choices is null ? text ?? string.Empty : $"{text} ({string.Join(", ", choices)})".TrimStart());
        }
    }

    static string TargetName(ExecutableTarget target) => target.IsDefault ? $"{target.Name} (default)" : target.Name;

    static string TargetText(ExecutableTarget target)
    {
        var dependencies = target.ExecutionDependencies.Count == 0 ? string.Empty : $"-> {string.Join(", ", target.ExecutionDependencies)}";
        return string.Join('\n', new[] { target.Description ?? string.Empty, dependencies }.Where(x => x.Length > 0));
    }
}
