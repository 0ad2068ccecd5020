using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Manifests;

/// <summary>
/// Server-side apply with a field manager of our own. A field to which somebody else has given another value is left to them,
/// unless it is to be adopted; one that they have given the declared value is ours without a word.
/// </summary>
internal sealed class Applier(ObjectApi api)
{
    /// <summary>On a namespace: that Deploy has made it, so that Destroy may remove it.</summary>
    private const string CreatedAnnotation = "redis-lifecycle/created";

    public static bool HasCreated(IMetadata<V1ObjectMeta> item) => item.GetAnnotation(CreatedAnnotation) is not null;

    /// <returns>The object as it is now, or would be; null where its namespace is missing.</returns>
    /// <exception cref="ConflictException">Somebody else has set a declared field to another value.</exception>
    public async Task<LiveObject?> ApplyAsync(Manifest manifest, LiveObject? live, bool dryRun, bool adopt, CancellationToken cancellationToken)
    {
        if (manifest.Kind == Manifest.Namespaces && (live is null || HasCreated(live)))
        {
            manifest.Annotate(CreatedAnnotation, "true");
        }

        try
        {
            return await api.ApplyAsync(manifest, dryRun, force: adopt, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict && !adopt)
        {
            await RequireEqualAsync(manifest, FieldConflict.Parse(exception.Response.Content), cancellationToken);
            return await ApplyAsync(manifest, live, dryRun, adopt: true, cancellationToken);
        }
        catch (HttpOperationException exception)
        {
            throw new LifecycleException(
                $"The API server does not take {manifest}: {Refusal.Message(exception.Response.Content)}",
                "Correct the manifests; an older API server knows fewer fields, and some fields of a StatefulSet cannot be changed once it exists",
                exception);
        }
    }

    // A list that the server knows only as a whole has its defaults filled in, and so is never equal to what is declared: it is
    // compared with what applying would make of it.
    private async Task RequireEqualAsync(Manifest manifest, IReadOnlyList<FieldConflict> conflicts, CancellationToken cancellationToken)
    {
        // As it is now: it may have been changed since it was looked at.
        if (conflicts.Count == 0 || await api.FindAsync(manifest, cancellationToken) is not { } live)
        {
            throw new ConflictException($"{manifest} was changed, made or removed in this very moment", "Run it again");
        }

        var wanted = await TryForesayAsync(manifest, cancellationToken);
        var differences = conflicts
            .Where(conflict => conflict.Manager != ClusterOptions.FieldManager)
            .Select(conflict => (conflict.Manager, Fields: ObjectDiff.At(conflict.Field, live.Json, wanted?.Json ?? manifest.Declared, onlyDeclared: wanted is null)))
            .Where(conflict => conflict.Fields.Count > 0)
            .ToList();
        if (differences.Count > 0)
        {
            throw new ConflictException(
                $"{manifest} was changed by {string.Join(" and ", differences.Select(each => each.Manager).Distinct())} ({string.Join("; ", differences.SelectMany(each => each.Fields).Distinct())})",
                "Declare the change in the manifests, or give --adopt to put back what they declare");
        }
    }

    /// <summary>What applying would come to; null where the server refuses it.</summary>
    private async Task<LiveObject?> TryForesayAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await api.ApplyAsync(manifest, dryRun: true, force: true, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            return null;
        }
    }
}
