using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows.Generation;

/// <summary>The runbook of the workflows: prose that people have written, with the tables of what the workflows ask, need and answer.</summary>
/// <param name="workflows">By the name of the file.</param>
internal sealed class RunbookPage(IReadOnlyDictionary<string, Workflow> workflows)
{
    public const string Path = "docs/runbooks/ci-cd/ci-infra.md";

    private const string Called = "redis-backup";

    private const string Notice = "<!-- Generated from build/targets/Workflows/ci-infra.template.md and the targets by ./build.sh Workflows. Do not edit. -->\n";

    public GeneratedFile Render() => new(Path, Notice + Template()
        .Replace("{{workflows}}", Table("| File | Starts | Jobs, in this order |", workflows.Select(each => $"| `{each.Key}.yml` | {Starts(each.Value.On)} | {string.Join(", ", each.Value.Jobs.Values.Select(job => job.Name))} |")), StringComparison.Ordinal)
        .Replace("{{example}}", Example(), StringComparison.Ordinal)
        .Replace("{{inputs}}", Table("| Input | Of | Default | Meaning |", Inputs()), StringComparison.Ordinal)
        .Replace("{{outputs}}", Table("| Output | Meaning |", JobOutputs.All.Select(output => $"| `{output.Name}` | {output.Description} |")), StringComparison.Ordinal)
        .Replace("{{settings}}", Table("| Name | Kind | Meaning |", DeclaredSettings.OfEnvironment.Concat(DeclaredSettings.OfRepository).Select(setting => $"| `{setting.Name}` | {setting.Kind.ToString().ToLowerInvariant()} | {setting.Meaning} |")), StringComparison.Ordinal)
        .Replace("{{twins}}", string.Join(", ", DeclaredSettings.Approved.Select(name => $"`{DeclaredSettings.NightlyTwin(name)}`")), StringComparison.Ordinal)
        .Replace("{{approved}}", string.Join(", ", DeclaredSettings.Approved.Select(name => $"`{name}`")), StringComparison.Ordinal));

    private IEnumerable<string> Inputs() => workflows
        .SelectMany(workflow => Asked(workflow.Value.On).Select(input => (input.Key, input.Value, Of: workflow.Key)))
        .GroupBy(each => (each.Key, each.Value.Description))
        .Select(group => $"| `{group.Key.Key}` | {string.Join(", ", group.Select(each => $"`{each.Of}`"))} | {Default(group.First().Value)} | {group.Key.Description} |");

    private static IEnumerable<KeyValuePair<string, Input>> Asked(Triggers on)
    {
        var byHand = on.Dispatch?.Inputs ?? new Dictionary<string, Input>();
        return byHand.Concat((on.Call?.Inputs ?? new Dictionary<string, Input>()).Where(input => !byHand.ContainsKey(input.Key)));
    }

    private static string Default(Input input) => input.Default is { } value ? $"`{(value is bool on ? (on ? "true" : "false") : value)}`" : input.Required == true ? "must be given" : "none";

    private static string Starts(Triggers on) => string.Join(", ", new[]
    {
        on.PullRequest is null ? null : "pull requests",
        on.Push is { Branches: { } branches } ? string.Join(", ", branches) : null,
        on.Schedule is null ? null : $"`{string.Join("`, `", on.Schedule.Select(schedule => schedule.Cron))}` (UTC)",
        on.Dispatch is null ? null : "by hand",
        on.Call is null ? null : "called",
    }.Where(word => word is not null));

    // As somebody else's workflow has it, made of the same parts.
    private string Example()
    {
        var called = workflows[Called];
        return WorkflowYaml.WriteExample(new Dictionary<string, Dictionary<string, Job>>
        {
            ["jobs"] = new()
            {
                ["redis"] = new()
                {
                    Name = called.Name,
                    Permissions = Permissions.ToCall(called.Jobs.Values.Select(job => job.Permissions)),
                    Uses = $"OWNER/REPOSITORY/.github/workflows/{Called}.yml@COMMIT",
                    With = new Dictionary<string, string> { [called.On.Call!.Inputs.Keys.First()] = "prod" },
                    Secrets = "inherit",
                },
                ["tell"] = new()
                {
                    Name = "Tell where it is",
                    Needs = ["redis"],
                    If = "!cancelled()",
                    RunsOn = Runner.Ubuntu2404.Labels(),
                    Permissions = [],
                    Steps =
                    [
                        new()
                        {
                            Name = "Tell",
                            Env = called.On.Call.Outputs.Keys.ToDictionary(name => name.ToUpperInvariant(), name => $"${{{{ needs.redis.outputs.{name} }}}}"),
                            Run = "echo \"$VERDICT: $ARCHIVE\"",
                        },
                    ],
                },
            },
        });
    }

    private static string Table(string heading, IEnumerable<string> rows) => string.Join('\n', new[] { heading, string.Concat(Enumerable.Repeat("| --- ", heading.Count(letter => letter == '|') - 1)) + "|" }.Concat(rows));

    private static string Template()
    {
        using var reader = new StreamReader(typeof(RunbookPage).Assembly.GetManifestResourceStream("ci-infra.template.md")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
