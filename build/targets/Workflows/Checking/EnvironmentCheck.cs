using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lifecycle.Failures;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows.Checking;

/// <summary>Asks GitHub whether each environment gives the jobs what they need.</summary>
/// <param name="client">Speaks to its API, with a token.</param>
/// <param name="repository"><c>owner/name</c>.</param>
internal sealed class EnvironmentCheck(HttpClient client, string repository)
{
    // The most that GitHub gives of variables.
    private const int PageSize = 30;

    private static readonly Uri Usual = new("https://api.github.com");

    /// <summary>Null where the environment of this process names no token or no repository.</summary>
    public static HttpClient? TryConnect(out string repository)
    {
        var token = Variable("GITHUB_TOKEN") ?? Variable("GH_TOKEN");
        repository = Variable("GITHUB_REPOSITORY") ?? "";
        if (token is null || repository.Length == 0)
        {
            return null;
        }

        var client = new HttpClient { BaseAddress = Variable("GITHUB_API_URL") is { } url ? new Uri($"{url.TrimEnd('/')}/") : Usual, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("redis-lifecycle", "1"));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        return client;
    }

    /// <param name="environments">Their names.</param>
    /// <param name="output">Is told what could not be asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">Something is missing, or GitHub does not answer.</exception>
    public async Task RunAsync(IReadOnlyList<string> environments, TextWriter output, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (await FindAsync("", cancellationToken) is null)
        {
            throw new LifecycleException($"GitHub shows no repository {repository} to this token", "Look at GITHUB_REPOSITORY, and give a token that may read it: GITHUB_TOKEN=$(gh auth token)");
        }

        foreach (var environment in environments)
        {
            if (await FindAsync($"environments/{environment}", cancellationToken) is not { } answer)
            {
                missing.Add($"there is no environment {environment}");
                continue;
            }

            if (DeclaredSettings.Approved.Contains(environment))
            {
                try
                {
                    missing.AddRange(await FindOpenAsync(environment, answer, cancellationToken));
                    missing.AddRange(await FindOpenAtNightAsync(environment, cancellationToken));
                }
                catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
                {
                    await output.WriteLineAsync($"Environment {environment}: which branches may deploy there was not asked for, which this token may not see");
                }

                if (!answer.GetProperty("protection_rules").EnumerateArray().Any(rule => rule.GetProperty("type").GetString() == "required_reviewers"))
                {
                    missing.Add($"nobody has to approve a deployment to {environment}");
                }
            }

            var known = new Dictionary<SettingKind, IReadOnlySet<string>?> { [SettingKind.Variable] = await NamesAsync(environment, "variables", cancellationToken), [SettingKind.Secret] = await NamesAsync(environment, "secrets", cancellationToken) };
            foreach (var (kind, _) in known.Where(each => each.Value is null))
            {
                await output.WriteLineAsync($"Environment {environment}: its {kind.ToString().ToLowerInvariant()}s were not asked for, which this token may not see");
            }

            missing.AddRange(DeclaredSettings.OfEnvironment.Where(setting => known[setting.Kind] is { } names && !names.Contains(setting.Name) && IsNeeded(setting, environment, known)).Select(setting => $"environment {environment} has no {setting.Kind.ToString().ToLowerInvariant()} {setting.Name}"));
        }

        if (missing.Count > 0)
        {
            throw new LifecycleException($"In {repository} {string.Join("; ", missing)}", "Set it as docs/runbooks/ci-cd/ci-infra.md says");
        }
    }

    // Whoever may start a workflow from any branch has the environment's secrets. A rule that names protected branches lets all of
    // them through where none is protected.
    private async Task<IEnumerable<string>> FindOpenAsync(string environment, JsonElement answer, CancellationToken cancellationToken)
    {
        var policy = answer.GetProperty("deployment_branch_policy");
        var isOpen = policy.ValueKind != JsonValueKind.Object
            || (policy.GetProperty("protected_branches").GetBoolean()
                ? await FindAsync("branches?protected=true", cancellationToken) is not { } branches || branches.GetArrayLength() == 0
                : await FindAsync($"environments/{environment}/deployment-branch-policies?per_page=100", cancellationToken) is { } patterns
                    && patterns.GetProperty("branch_policies").EnumerateArray().Any(pattern => pattern.GetProperty("name").GetString()!.All(character => character is '*' or '/')));
        return isOpen ? [$"any branch may deploy to {environment}"] : [];
    }

    // An environment that is not there GitHub makes at the first night, without a rule.
    private async Task<IEnumerable<string>> FindOpenAtNightAsync(string environment, CancellationToken cancellationToken)
    {
        var twin = DeclaredSettings.NightlyTwin(environment);
        if (await FindAsync($"environments/{twin}", cancellationToken) is { } answer)
        {
            return await FindOpenAsync(twin, answer, cancellationToken);
        }

        return (await FindNightsAsync(cancellationToken)).Contains($"\"{environment}\"", StringComparison.Ordinal)
            ? [$"there is no environment {twin}, in which {environment} is backed up at night"]
            : [];
    }

    private async Task<string> FindNightsAsync(CancellationToken cancellationToken)
    {
        var name = DeclaredSettings.NightlyEnvironments.Name;
        if (await FindAsync($"actions/variables/{name}", cancellationToken) is { } own)
        {
            return own.GetProperty("value").GetString()!;
        }

        await foreach (var shared in ListAsync("actions/organization-variables", "variables", cancellationToken))
        {
            if (shared.GetProperty("name").GetString() == name)
            {
                return shared.GetProperty("value").GetString()!;
            }
        }

        return "";
    }

    private static bool IsNeeded(Setting setting, string environment, Dictionary<SettingKind, IReadOnlySet<string>?> known) =>
        setting.NeededIn == environment || (setting.NeededBy is { } other && known[other.Kind]?.Contains(other.Name) == true);

    /// <summary>Those of the environment, the repository and its organisation; null where the token may not see them.</summary>
    private async Task<IReadOnlySet<string>?> NamesAsync(string environment, string kind, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (var path in new[] { $"environments/{environment}/{kind}", $"actions/{kind}", $"actions/organization-{kind}" })
        {
            try
            {
                await foreach (var each in ListAsync(path, kind, cancellationToken))
                {
                    _ = names.Add(each.GetProperty("name").GetString()!);
                }
            }
            catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
            {
                return null;
            }
        }

        return names;
    }

    private async IAsyncEnumerable<JsonElement> ListAsync(string path, string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; await FindAsync($"{path}?per_page={PageSize}&page={page}", cancellationToken) is { } answer; page++)
        {
            var found = answer.GetProperty(kind).EnumerateArray().ToList();
            foreach (var each in found)
            {
                yield return each;
            }

            if (found.Count < PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>Null where there is no such thing.</summary>
    private async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(client.BaseAddress!, $"repos/{repository}/{path}".TrimEnd('/')), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new LifecycleException($"GitHub does not accept the token for {repository}", "Give one that may read its environments, variables and secrets: GITHUB_TOKEN=$(gh auth token)");
        }

        using var content = await JsonDocument.ParseAsync(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return content.RootElement.Clone();
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
