using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lifecycle.Failures;

namespace Targets.Workflows.Checking;

/// <summary>What GitHub's API tells of one repository.</summary>
/// <param name="client">With a token.</param>
/// <param name="name"><c>owner/name</c>.</param>
internal sealed class GitHubRepository(HttpClient client, string name) : IDisposable
{
    // The most that GitHub gives of variables.
    private const int PageSize = 30;

    private static readonly Uri Usual = new("https://api.github.com");

    public string Name => name;

    /// <summary>Null where the environment of this process names no token or no repository.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The repository disposes of it.")]
    public static GitHubRepository? TryConnect()
    {
        if ((Variable("GITHUB_TOKEN") ?? Variable("GH_TOKEN")) is not { } token || Variable("GITHUB_REPOSITORY") is not { } repository)
        {
            return null;
        }

        var client = new HttpClient { BaseAddress = Variable("GITHUB_API_URL") is { } url ? new Uri($"{url.TrimEnd('/')}/") : Usual, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("redis-lifecycle", "1"));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        return new GitHubRepository(client, repository);
    }

    /// <summary>Null where there is no such thing, or the token may not know of it.</summary>
    /// <exception cref="HttpRequestException">It may not see it, or GitHub does not answer.</exception>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(client.BaseAddress!, $"repos/{name}/{path}".TrimEnd('/')), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new LifecycleException($"GitHub does not accept the token for {name}", "Give one that may read its environments, variables and secrets: GITHUB_TOKEN=$(gh auth token)");
        }

        using var content = await JsonDocument.ParseAsync(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return content.RootElement.Clone();
    }

    /// <summary>All of a list, whose pages hold it under a name.</summary>
    public async IAsyncEnumerable<JsonElement> ListAsync(string path, string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
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

    public void Dispose() => client.Dispose();

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
