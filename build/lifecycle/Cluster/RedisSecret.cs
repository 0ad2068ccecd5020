using System.Text;
using k8s;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster;

/// <summary>A password of Redis that a Secret holds. It is read through the API, so that nothing has to be mounted for it.</summary>
internal static class RedisSecret
{
    // As charts and operators call it.
    private static readonly string[] UsualKeys = ["password", "redis-password", "valkey-password", "default-password"];

    /// <param name="client">Reads it.</param>
    /// <param name="namespace">Where it is.</param>
    /// <param name="reference">Its name, or name/key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotFoundException">It is not there, or has no such key.</exception>
    /// <exception cref="ForbiddenException">This account may not read it.</exception>
    public static async Task<string> ReadAsync(IKubernetes client, string @namespace, string reference, CancellationToken cancellationToken)
    {
        var (name, key) = reference.Split('/', 2) is [var first, var second] ? (first, second) : (reference, null);
        try
        {
            var secret = await client.CoreV1.ReadNamespacedSecretAsync(name, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync()
                ?? throw new NotFoundException($"There is no Secret {name} in namespace {@namespace}", "Create it, or name another with --redis-auth-secret");
            return Choose(secret.Data ?? new Dictionary<string, byte[]>(), $"Secret {@namespace}/{name}", key);
        }
        catch (ForbiddenException exception)
        {
            throw new ForbiddenException(exception.Problem, $"Have an administrator put {name} into k8s/rbac/redis-auth.yaml and apply it: docs/runbooks/operations/least-privilege.md");
        }
    }

    private static string Choose(IDictionary<string, byte[]> data, string where, string? key)
    {
        var chosen = key ?? (data.Count == 1 ? data.Keys.Single() : UsualKeys.FirstOrDefault(data.ContainsKey));
        var content = chosen is not null && data.TryGetValue(chosen, out var bytes)
            ? Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n')
            : throw new NotFoundException($"{where} has no key {chosen ?? string.Join(", ", UsualKeys)}", $"It has: {string.Join(", ", data.Keys.Order(StringComparer.Ordinal))}. Name one with --redis-auth-secret NAME/KEY");
        return content.Length > 0 && !content.Contains('\n', StringComparison.Ordinal)
            ? content
            : throw new NotFoundException($"{where} holds no password under {chosen}", "Put one line into it, or name another key: --redis-auth-secret NAME/KEY");
    }
}
