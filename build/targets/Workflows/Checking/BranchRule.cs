using System.Runtime.CompilerServices;
using System.Text.Json;
using Targets.Workflows.Jobs;

namespace Targets.Workflows.Checking;

/// <summary>Which branches may deploy to an environment: whoever may start a workflow from any has the environment's secrets.</summary>
internal sealed class BranchRule(GitHubRepository repository)
{
    /// <param name="environment">Its name.</param>
    /// <param name="answer">What GitHub tells of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is wrong with it, and with the one in which it is backed up at night.</returns>
    public async IAsyncEnumerable<string> FindFaultsAsync(string environment, JsonElement answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await IsOpenAsync(environment, answer, cancellationToken))
        {
            yield return Open(environment);
        }

        // One that is not there GitHub makes at the first night, without a rule.
        var twin = DeclaredSettings.NightlyTwin(environment);
        if (await repository.FindAsync($"environments/{twin}", cancellationToken) is { } nightly)
        {
            if (await IsOpenAsync(twin, nightly, cancellationToken))
            {
                yield return Open(twin);
            }
        }
        else if ((await FindNightsAsync(cancellationToken)).Contains($"\"{environment}\"", StringComparison.Ordinal))
        {
            yield return $"there is no environment {twin}, in which {environment} is backed up at night";
        }
    }

    private static string Open(string environment) => $"any branch may deploy to {environment}";

    // A rule that names protected branches lets all of them through where none is protected.
    private async Task<bool> IsOpenAsync(string environment, JsonElement answer, CancellationToken cancellationToken)
    {
        var policy = answer.GetProperty("deployment_branch_policy");
        if (policy.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        return policy.GetProperty("protected_branches").GetBoolean()
            ? await repository.FindAsync("branches?protected=true", cancellationToken) is not { } branches || branches.GetArrayLength() == 0
            : await repository.FindAsync($"environments/{environment}/deployment-branch-policies?per_page=100", cancellationToken) is { } patterns
                && patterns.GetProperty("branch_policies").EnumerateArray().Any(pattern => pattern.GetProperty("name").GetString()!.All(character => character is '*' or '/'));
    }

    /// <summary>The environments that are backed up at night, as a list in JSON; empty where none is.</summary>
    private async Task<string> FindNightsAsync(CancellationToken cancellationToken)
    {
        var name = DeclaredSettings.NightlyEnvironments.Name;
        if (await repository.FindAsync($"actions/variables/{name}", cancellationToken) is { } own)
        {
            return own.GetProperty("value").GetString()!;
        }

        await foreach (var shared in repository.ListAsync("actions/organization-variables", "variables", cancellationToken))
        {
            if (shared.GetProperty("name").GetString() == name)
            {
                return shared.GetProperty("value").GetString()!;
            }
        }

        return "";
    }
}
