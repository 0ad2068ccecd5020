using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>One table of checks, each with the remedy where it fails. Changes nothing.</summary>
public sealed class Verify : IVerb
{
    public string Name => nameof(Verify);

    /// <exception cref="LifecycleException">A check failed.</exception>
    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        // A mistake in how it is named is told before anything is looked at.
        _ = run.FindStore();
        var environment = await run.OpenEnvironmentAsync(cancellationToken);
        IReadOnlyList<Check> checks = [.. await environment.VerifyAsync(run.Reporter, cancellationToken), .. await StoredChecks.RunAsync(run, environment, cancellationToken)];
        var width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
        {
            run.Reporter.Info($"  {(check.IsNote ? "note" : check.Passed ? "pass" : "FAIL")}  {check.Name.PadRight(width)}  {check.Finding}{(check.Passed ? "" : $". {check.Remedy}")}");
        }

        var failed = checks.Where(check => !check.Passed).ToList();
        return failed.Count == 0
            ? Verdict.Run(Name, string.Join("; ", [$"all {checks.Count(check => !check.IsNote)} checks passed", .. checks.Where(check => check.IsNote).Select(check => $"{check.Name}: {check.Finding}")]))
            : throw new LifecycleException($"{failed.Count} of {checks.Count(check => !check.IsNote)} checks failed: {string.Join(", ", failed.Select(check => check.Name))}", failed[0].Remedy);
    }
}
