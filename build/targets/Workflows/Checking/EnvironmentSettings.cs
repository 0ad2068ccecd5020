using System.Net;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows.Checking;

/// <summary>The names of an environment's variables and secrets, with those of its repository and organisation.</summary>
internal sealed class EnvironmentSettings
{
    private readonly string _environment;
    private readonly Dictionary<SettingKind, IReadOnlySet<string>?> _known;

    private EnvironmentSettings(string environment, Dictionary<SettingKind, IReadOnlySet<string>?> known) => (_environment, _known) = (environment, known);

    public static async Task<EnvironmentSettings> ReadAsync(GitHubRepository repository, string environment, CancellationToken cancellationToken) => new(environment, new()
    {
        [SettingKind.Variable] = await NamesAsync(repository, environment, "variables", cancellationToken),
        [SettingKind.Secret] = await NamesAsync(repository, environment, "secrets", cancellationToken),
    });

    /// <summary>What the token may not see.</summary>
    public IEnumerable<string> Unseen => _known.Where(each => each.Value is null).Select(each => $"{each.Key.ToString().ToLowerInvariant()}s");

    /// <summary>What a job needs, and is not there; nothing of a kind that cannot be seen.</summary>
    public IEnumerable<string> Missing => DeclaredSettings.OfEnvironment
        .Where(setting => _known[setting.Kind] is { } names && !names.Contains(setting.Name) && IsNeeded(setting))
        .Select(setting => $"environment {_environment} has no {setting.Kind.ToString().ToLowerInvariant()} {setting.Name}");

    private bool IsNeeded(Setting setting) => setting.NeededIn == _environment || (setting.NeededBy is { } other && _known[other.Kind]?.Contains(other.Name) == true);

    private static async Task<IReadOnlySet<string>?> NamesAsync(GitHubRepository repository, string environment, string kind, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (var path in new[] { $"environments/{environment}/{kind}", $"actions/{kind}", $"actions/organization-{kind}" })
        {
            try
            {
                await foreach (var each in repository.ListAsync(path, kind, cancellationToken))
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
}
