using Lifecycle.Reporting;

namespace Lifecycle.Operations;

/// <summary>One table of checks, each with the remedy where it fails.</summary>
public sealed class VerifyOperation(IEnvironment environment, IReporter reporter)
{
    /// <exception cref="LifecycleException">A check failed.</exception>
    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        var checks = await environment.VerifyAsync(reporter, cancellationToken);
        var width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
        {
            reporter.Info($"  {(check.Passed ? "pass" : "FAIL")}  {check.Name.PadRight(width)}  {check.Finding}{(check.Passed ? "" : $". {check.Remedy}")}");
        }

        var failed = checks.Where(check => !check.Passed).ToList();
        return failed.Count == 0
            ? Verdict.Run("Verify", $"all {checks.Count} checks passed")
            : throw new LifecycleException($"{failed.Count} of {checks.Count} checks failed: {string.Join(", ", failed.Select(check => check.Name))}", failed[0].Remedy);
    }
}
