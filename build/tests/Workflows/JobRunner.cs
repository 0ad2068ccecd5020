namespace Lifecycle.Tests.Workflows;

/// <summary>What became of one job.</summary>
internal sealed record JobRun(string Result, string Log, string Summary)
{
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();
}

/// <summary>Runs the scripts of a workflow's jobs for real, in order, as a runner of GitHub would, and those of the action of this repository; other people's actions are passed over.</summary>
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

    /// <summary>As another workflow calls it.</summary>
    /// <returns>What it answers.</returns>
    public async Task<IReadOnlyDictionary<string, string>> CallAsync(string workflow)
    {
        var runs = await RunAsync(workflow);
        var call = WorkflowFile.Read(workflow).Called!;
        var expressions = new Expressions(name => name.Split('.') is ["jobs", var job, "outputs", var output] ? runs[job].Outputs.GetValueOrDefault(output, "") : throw new NotSupportedException(name));
        return ((Dictionary<object, object>)call["outputs"]).ToDictionary(output => (string)output.Key, output => expressions.Fill((string)((Dictionary<object, object>)output.Value)["value"]));
    }

    private async Task<JobRun> RunJobAsync(string id, Dictionary<object, object> job)
    {
        var files = Files.ToDictionary(name => name, name => (string?)Path.Combine(workspace.RunnerTemp, name));
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
            ["RUNNER_TEMP"] = workspace.RunnerTemp,
            ["KUBECONFIG"] = null,
        };
        var expressions = new Expressions(name => Look(name, variables));
        Add(variables, WorkflowFile.Mapping(job, "env"), expressions);
        var run = await RunStepsAsync(new JobRun("success", "", ""), WorkflowFile.StepsOf(job), expressions, variables);
        return run with { Summary = await File.ReadAllTextAsync(files["GITHUB_STEP_SUMMARY"]!), Outputs = Answer(job, ReadOutputs(await File.ReadAllLinesAsync(files["GITHUB_OUTPUT"]!))) };
    }

    private async Task<JobRun> RunStepsAsync(JobRun run, IEnumerable<Dictionary<object, object>> steps, Expressions expressions, Dictionary<string, string?> variables)
    {
        foreach (var step in steps)
        {
            var condition = step.GetValueOrDefault("if") as string ?? "success()";
            if ((run.Result == "failure" && !condition.Contains("always()", StringComparison.Ordinal)) || !expressions.IsTrue(condition))
            {
                continue;
            }

            if (LocalAction.IsUsedBy(step))
            {
                var told = WorkflowFile.Mapping(step, "with").ToDictionary(input => input.Key, input => expressions.Fill(input.Value));
                run = await RunStepsAsync(run, LocalAction.Read().Steps, new Expressions(name => name.StartsWith("inputs.", StringComparison.Ordinal) ? told.GetValueOrDefault(name["inputs.".Length..], "") : Look(name, variables)), variables);
            }
            else if (step.TryGetValue("run", out var script))
            {
                run = await RunScriptAsync(run, (string)script, WorkflowFile.Mapping(step, "env"), expressions, variables);
            }
        }

        return run;
    }

    private async Task<JobRun> RunScriptAsync(JobRun run, string script, Dictionary<string, string> more, Expressions expressions, Dictionary<string, string?> variables)
    {
        var own = new Dictionary<string, string?>(variables);
        Add(own, more, expressions);
        var (exitCode, output) = await workspace.RunAsync(script, own);
        foreach (var line in await File.ReadAllLinesAsync(variables["GITHUB_ENV"]!))
        {
            variables[line[..line.IndexOf('=', StringComparison.Ordinal)]] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        return run with { Result = exitCode == 0 ? run.Result : "failure", Log = run.Log + output };
    }

    /// <summary>What the step says, as the action hands it on, as the job hands that on.</summary>
    private static Dictionary<string, string> Answer(Dictionary<object, object> job, Dictionary<string, string> said)
    {
        return WorkflowFile.Mapping(job, "outputs").ToDictionary(output => output.Key, output => OfStep(output.Value, name => OfStep(LocalAction.Read().Outputs[name], of => said.GetValueOrDefault(of, ""))));

        static string OfStep(string text, Func<string, string> look) =>
            new Expressions(name => name.Split('.') is ["steps", "target", "outputs", var output] ? look(output) : throw new NotSupportedException(name)).Fill(text);
    }

    // Each between two marks: NAME<<MARK, its lines, MARK.
    private static Dictionary<string, string> ReadOutputs(string[] lines)
    {
        var outputs = new Dictionary<string, string>();
        for (var index = 0; index < lines.Length; index++)
        {
            var (name, mark) = (lines[index].Split("<<")[0], lines[index].Split("<<")[1]);
            var value = lines.Skip(index + 1).TakeWhile(line => line != mark).ToList();
            outputs[name] = string.Join('\n', value);
            index += value.Count + 1;
        }

        return outputs;
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
