using System.Net;
using System.Text.Json;
using Lifecycle.Failures;
using Targets.Workflows.Jobs;

namespace Targets.Workflows.Checking;

/// <summary>Asks GitHub whether each environment gives the jobs what they need.</summary>
/// <param name="repository">Whose they are.</param>
/// <param name="output">Is told what could not be asked.</param>
internal sealed class EnvironmentCheck(GitHubRepository repository, TextWriter output)
{
    private readonly BranchRule _branches = new(repository);

    /// <param name="environments">Their names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">Something is missing, or GitHub does not answer.</exception>
    public async Task RunAsync(IReadOnlyList<string> environments, CancellationToken cancellationToken)
    {
        if (await repository.FindAsync("", cancellationToken) is null)
        {
            throw new LifecycleException($"GitHub shows no repository {repository.Name} to this token", "Look at GITHUB_REPOSITORY, and give a token that may read it: GITHUB_TOKEN=$(gh auth token)");
        }

        var faults = new List<string>();
        foreach (var environment in environments)
        {
            faults.AddRange(await repository.FindAsync($"environments/{environment}", cancellationToken) is { } answer
                ? await CheckAsync(environment, answer, cancellationToken)
                : [$"there is no environment {environment}"]);
        }

        if (faults.Count > 0)
        {
            throw new LifecycleException($"In {repository.Name} {string.Join("; ", faults)}", "Set it as docs/runbooks/ci-cd/ci-infra.md says");
        }
    }

    private async Task<IReadOnlyList<string>> CheckAsync(string environment, JsonElement answer, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        if (DeclaredSettings.Approved.Contains(environment))
        {
            faults.AddRange(await FindOpenBranchesAsync(environment, answer, cancellationToken));
            if (!answer.GetProperty("protection_rules").EnumerateArray().Any(rule => rule.GetProperty("type").GetString() == "required_reviewers"))
            {
                faults.Add($"nobody has to approve a deployment to {environment}");
            }
        }

        var settings = await EnvironmentSettings.ReadAsync(repository, environment, cancellationToken);
        foreach (var kind in settings.Unseen)
        {
            await output.WriteLineAsync($"Environment {environment}: its {kind} were not asked for, which this token may not see");
        }

        return [.. faults, .. settings.Missing];
    }

    private async Task<IReadOnlyList<string>> FindOpenBranchesAsync(string environment, JsonElement answer, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        try
        {
            await foreach (var fault in _branches.FindFaultsAsync(environment, answer, cancellationToken))
            {
                faults.Add(fault);
            }
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
        {
            await output.WriteLineAsync($"Environment {environment}: which branches may deploy there was not asked for, which this token may not see");
        }

        return faults;
    }
}
