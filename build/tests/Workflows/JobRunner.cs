namespace Lifecycle.Tests.Workflows;

/// <summary>What became of one job.</summary>
internal sealed record JobRun(string Result, string Log, string Summary);

/// <summary>Runs the scripts of a workflow's jobs for real, in order, as a runner of GitHub would; actions are passed over.</summary>
internal sealed class JobRunner(Workspace workspace, Dictionary<string, string> inputs, Dictionary<string, string> github)
{
    private static readonly string[] Files = ["GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH"];

    public JobRunner(Workspace workspace, Dictionary<string, string> inputs)
        : this(workspace, inputs, new() { ["event_name"] = "workflow_dispatch" })
    {
    }

    public async Task<IReadOnlyDictionary<string, JobRun>> RunAsync(string workflow, params IReadOnlyList<string> only)
    {
        var runs = new Dictionary<string, JobRun>();
        foreach (var (id, job) in WorkflowFile.Read(workflow).Jobs.Where(job => only.Count == 0 || only.Contains(job.Id)))
        {
            var condition = job.GetValueOrDefault("if") as string ?? "success()";
            var results = WorkflowFile.Needs(job).Where(runs.ContainsKey).Select(need => runs[need].Result).ToList();
            var mayRun = condition.Contains("!failure()", StringComparison.Ordinal) ? !runs.Values.Any(run => run.Result == "failure") : results.TrueForAll(result => result == "success");
            runs.Add(id, mayRun && new Expressions(name => Look(name, [])).IsTrue(condition) ? await RunJobAsync(id, job) : new JobRun("skipped", "", ""));
        }

        return runs;
    }

    private async Task<JobRun> RunJobAsync(string id, Dictionary<object, object> job)
    {
        var (temp, log, isFailed) = (workspace.RunnerTemp, "", false);
        var files = Files.ToDictionary(name => name, name => (string?)Path.Combine(temp, name));
        foreach (var file in files.Values)
        {
            await File.WriteAllTextAsync(file!, "");
        }

        var variables = new Dictionary<string, string?>(files)
        {
            ["GITHUB_ACTIONS"] = "true",
            ["CI"] = "true",
            ["GITHUB_JOB"] = id,
            ["GITHUB_WORKSPACE"] = workspace.Root,
            ["RUNNER_TEMP"] = temp,
            ["KUBECONFIG"] = null,
        };
        var expressions = new Expressions(name => Look(name, variables));
        Add(variables, WorkflowFile.Mapping(job, "env"), expressions);
        foreach (var step in WorkflowFile.StepsOf(job).Where(step => step.ContainsKey("run")))
        {
            var condition = step.GetValueOrDefault("if") as string ?? "success()";
            if ((isFailed && !condition.Contains("always()", StringComparison.Ordinal)) || !expressions.IsTrue(condition))
            {
                continue;
            }

            var own = new Dictionary<string, string?>(variables);
            Add(own, WorkflowFile.Mapping(step, "env"), expressions);
            var (exitCode, output) = await workspace.RunAsync((string)step["run"], own);
            isFailed |= exitCode != 0;
            log += output;
            foreach (var line in await File.ReadAllLinesAsync(files["GITHUB_ENV"]!))
            {
                variables[line[..line.IndexOf('=', StringComparison.Ordinal)]] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
            }
        }

        return new JobRun(isFailed ? "failure" : "success", log, await File.ReadAllTextAsync(files["GITHUB_STEP_SUMMARY"]!));
    }

    private static void Add(Dictionary<string, string?> variables, Dictionary<string, string> more, Expressions expressions)
    {
        foreach (var (name, text) in more)
        {
            variables[name] = expressions.Fill(text);
        }
    }

    private string Look(string name, Dictionary<string, string?> variables) => name.Split('.', 2) switch
    {
        ["inputs", var input] => inputs.GetValueOrDefault(input, ""),
        ["env", var variable] => variables.GetValueOrDefault(variable) ?? "",
        ["secrets", "KUBECONFIG"] => workspace.Kubeconfig,
        ["vars", _] => "",
        ["github", var property] => github.GetValueOrDefault(property, ""),
        ["always()"] or ["success()"] or ["!failure()"] or ["!cancelled()"] => "true",
        _ => throw new NotSupportedException(name),
    };
}
