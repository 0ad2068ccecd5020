using System.Text.Json;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

/// <summary>What became of one job.</summary>
internal sealed record JobRun(string Result, string Log, string Summary)
{
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>All of a run went well, and nothing was signed, which nobody has asked for.</summary>
    public static void RequireSuccess(IReadOnlyDictionary<string, JobRun> runs, string context = "") =>
        Assert.All(runs, run => Assert.True(run.Value.Result == (run.Key == "attest" ? "skipped" : "success"), $"{run.Key} {run.Value.Result}: {run.Value.Log}\n{context}"));
}

/// <summary>Somebody cancels a workflow.</summary>
/// <param name="Job">The job that is at work.</param>
/// <param name="Step">The name of the step in it that is.</param>
/// <param name="After">How long its script has run by then.</param>
internal sealed record Cancellation(string Job, string Step, TimeSpan After);

/// <summary>
/// Runs the scripts of a workflow's jobs for real, in order, as a runner of GitHub would, and those of the actions of this
/// repository. Artifacts go from job to job, and what is to be signed is told in the log; other people's actions are passed over.
/// </summary>
internal sealed class JobRunner(Workspace workspace, Dictionary<string, string> inputs, Dictionary<string, string> github)
{
    private static readonly string[] Files = ["GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH"];

    // What the others run.
    private const string Builds = "program";

    private string _job = "";

    public JobRunner(Workspace workspace, Dictionary<string, string> inputs)
        : this(workspace, inputs, new() { ["event_name"] = "workflow_dispatch" })
    {
    }

    public Cancellation? Cancellation { get; init; }

    /// <summary>Those of the repository and of the environment.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    public bool WasCancelled { get; private set; }

    public async Task<IReadOnlyDictionary<string, JobRun>> RunAsync(string workflow, params IReadOnlyList<string> only)
    {
        var runs = new Dictionary<string, JobRun>();
        foreach (var (id, job) in WorkflowFile.Read(workflow).Jobs.Where(job => only.Count == 0 || only.Contains(job.Id) || job.Id == Builds))
        {
            var condition = job.GetValueOrDefault("if") as string ?? "success()";
            var results = WorkflowFile.Needs(job).Where(runs.ContainsKey).Select(need => runs[need].Result).ToList();
            var mayRun = !WasCancelled && (condition == "always()" || (condition.Contains("!cancelled()", StringComparison.Ordinal) ? true : results.TrueForAll(result => result == "success")));
            if (job.TryGetValue("uses", out var called))
            {
                await CallForEachAsync(id, job, Path.GetFileNameWithoutExtension((string)called), runs);
                continue;
            }

            runs.Add(id, mayRun && new Expressions(name => Look(name, [], runs)).IsTrue(condition) ? await RunJobAsync(id, job, runs) : new JobRun("skipped", "", ""));
        }

        return runs;
    }

    /// <summary>Once for each value of its matrix, one whatever becomes of another.</summary>
    private async Task CallForEachAsync(string id, Dictionary<object, object> job, string workflow, Dictionary<string, JobRun> runs)
    {
        var strategy = (Dictionary<object, object>)job["strategy"];
        Assert.Equal("false", strategy["fail-fast"]);
        var (name, list) = ((Dictionary<object, object>)strategy["matrix"]).Select(each => ((string)each.Key, (string)each.Value)).Single();
        foreach (var value in JsonSerializer.Deserialize<string[]>(new Expressions(text => Look(text, [], runs)).Fill(list))!)
        {
            var expressions = new Expressions(text => text == $"matrix.{name}" ? value : Look(text, [], runs));
            var told = WorkflowFile.Mapping(job, "with").ToDictionary(input => input.Key, input => expressions.Fill(input.Value));
            foreach (var (inner, run) in await new JobRunner(workspace, told, github).RunAsync(workflow))
            {
                runs.Add($"{id} ({value}) / {inner}", run);
            }
        }

        runs.Add(id, new JobRun(runs.Values.Any(run => run.Result == "failure") ? "failure" : "success", "", ""));
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

    private async Task<JobRun> RunJobAsync(string id, Dictionary<object, object> job, Dictionary<string, JobRun> runs)
    {
        _job = id;
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
            ["PATH"] = $"{Path.Combine(workspace.Root, "bin")}{Path.PathSeparator}{(await RedisInstance.Binaries.Value).Environment()["PATH"]}",
        };
        var scope = new StepScope(name => Look(name, variables, runs));
        Add(variables, WorkflowFile.Mapping(job, "env"), scope.Expressions);
        var run = await RunStepsAsync(new JobRun("success", "", ""), WorkflowFile.StepsOf(job), scope, variables);
        return run with
        {
            Summary = await File.ReadAllTextAsync(files["GITHUB_STEP_SUMMARY"]!),
            Outputs = WorkflowFile.Mapping(job, "outputs").ToDictionary(output => output.Key, output => scope.Expressions.Fill(output.Value)),
        };
    }

    private async Task<JobRun> RunStepsAsync(JobRun run, IEnumerable<Dictionary<object, object>> steps, StepScope scope, Dictionary<string, string?> variables)
    {
        foreach (var step in steps)
        {
            var condition = step.GetValueOrDefault("if") as string ?? "success()";
            if ((run.Result != "success" && !condition.Contains("always()", StringComparison.Ordinal)) || !scope.Expressions.IsTrue(condition))
            {
                continue;
            }

            var told = WorkflowFile.Mapping(step, "with");
            if (LocalAction.All.FirstOrDefault(action => action.IsUsedBy(step)) is { } action)
            {
                var given = told.ToDictionary(input => input.Key, input => scope.Expressions.Fill(input.Value));
                var inner = new StepScope(name => name.StartsWith("inputs.", StringComparison.Ordinal) ? given.GetValueOrDefault(name["inputs.".Length..], "") : Look(name, variables, []));
                run = await RunStepsAsync(run, action.Steps, inner, variables);
                scope.Keep(step, action.Outputs.ToDictionary(output => output.Key, output => inner.Expressions.Fill(output.Value)));
            }
            else if (step.TryGetValue("run", out var script))
            {
                var cancelAfter = Cancellation is { } planned && planned.Job == _job && planned.Step == (string)step["name"] ? planned.After : (TimeSpan?)null;
                (run, var outputs) = await RunScriptAsync(run, (string)script, WorkflowFile.Mapping(step, "env"), scope.Expressions, variables, cancelAfter);
                scope.Keep(step, outputs);
            }
            else if (step["uses"] is string signs && signs.StartsWith("actions/attest@", StringComparison.Ordinal))
            {
                run = run with { Log = $"{run.Log}attested {scope.Expressions.Fill(told["subject-name"])} {scope.Expressions.Fill(told["subject-digest"])}\n" };
            }
            else if (step["uses"] is string uses && uses.Contains("-artifact@", StringComparison.Ordinal) && condition != "always()")
            {
                CopyArtifact(uses, scope.Expressions.Fill(told["name"]), scope.Expressions.Fill(told["path"]));
            }
        }

        return run;
    }

    private async Task<(JobRun Run, Dictionary<string, string> Outputs)> RunScriptAsync(JobRun run, string script, Dictionary<string, string> more, Expressions expressions, Dictionary<string, string?> variables, TimeSpan? cancelAfter)
    {
        var own = new Dictionary<string, string?>(variables);
        Add(own, more, expressions);
        await File.WriteAllTextAsync(variables["GITHUB_OUTPUT"]!, "");
        WasCancelled |= cancelAfter is not null;
        var (exitCode, output) = await workspace.RunAsync(script, own, cancelAfter);
        foreach (var line in await File.ReadAllLinesAsync(variables["GITHUB_ENV"]!))
        {
            variables[line[..line.IndexOf('=', StringComparison.Ordinal)]] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        var result = cancelAfter is not null ? "cancelled" : exitCode == 0 ? run.Result : "failure";
        return (run with { Result = result, Log = run.Log + output }, StepScope.ReadOutputs(await File.ReadAllLinesAsync(variables["GITHUB_OUTPUT"]!)));
    }

    private void CopyArtifact(string uses, string name, string path)
    {
        var kept = Directory.CreateDirectory(Path.Combine(workspace.Root, "artifacts", name)).FullName;
        if (uses.StartsWith("actions/upload-artifact@", StringComparison.Ordinal))
        {
            File.Copy(path, Path.Combine(kept, Path.GetFileName(path)), overwrite: true);
            File.Delete(path);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(kept))
        {
            File.Copy(file, Path.Combine(path, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static void Add(Dictionary<string, string?> variables, Dictionary<string, string> more, Expressions expressions)
    {
        foreach (var (name, text) in more)
        {
            variables[name] = expressions.Fill(text);
        }
    }

    private string Look(string name, Dictionary<string, string?> variables, Dictionary<string, JobRun> runs) => name.Split('.', 2) switch
    {
        ["inputs", var input] => inputs.GetValueOrDefault(input, ""),
        ["env", var variable] => variables.GetValueOrDefault(variable) ?? "",
        ["secrets", "KUBECONFIG"] => workspace.Kubeconfig,
        ["vars", var variable] => Variables.GetValueOrDefault(variable, ""),
        ["runner", "temp"] => workspace.RunnerTemp,
        ["github", var property] => github.GetValueOrDefault(property, ""),
        ["needs", var output] => output.Split('.') is [var needed, "result"] ? runs.GetValueOrDefault(needed)?.Result ?? ""
            : output.Split('.') is [var job, "outputs", var answer] ? runs.GetValueOrDefault(job)?.Outputs.GetValueOrDefault(answer, "") ?? "" : throw new NotSupportedException(name),
        ["failure()"] => "",
        ["always()"] or ["success()"] or ["!failure()"] or ["!cancelled()"] => "true",
        _ => throw new NotSupportedException(name),
    };
}
