using System.Globalization;
using k8s.Models;
using Lifecycle.Reporting;

namespace Lifecycle.Cluster.Locks;

/// <summary>
/// What the lock writes into a Lease, and how it reads it: who, what for, since when, and a note that outlives them. Times go
/// by the clock on the wall, because other machines read them.
/// </summary>
internal static class LeaseRecord
{
    public const string Name = "redis-lifecycle";

    /// <summary>After this long without a sign of its holder it may be taken.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private const string VerbAnnotation = "redis-lifecycle/operation";
    private const string NoteAnnotation = "redis-lifecycle/note";

    public static V1Lease New() => new()
    {
        ApiVersion = V1Lease.KubeGroup + "/" + V1Lease.KubeApiVersion,
        Kind = V1Lease.KubeKind,
        Metadata = new V1ObjectMeta { Name = Name },
        Spec = new V1LeaseSpec(),
    };

    public static bool IsFree(this V1Lease? lease) => lease?.Spec.HolderIdentity is not { Length: > 0 };

    public static bool IsHeldBy(this V1Lease? lease, string holder) => lease?.Spec.HolderIdentity == holder;

    public static bool IsExpired(this V1Lease lease, DateTimeOffset now) =>
        lease.Spec.RenewTime is not { } renewed || renewed.AddSeconds(lease.Spec.LeaseDurationSeconds ?? 0) < now.UtcDateTime;

    public static void Take(this V1Lease lease, string holder, string verb, DateTimeOffset now)
    {
        lease.SetAnnotation(VerbAnnotation, verb);
        lease.Spec.HolderIdentity = holder;
        lease.Spec.LeaseDurationSeconds = (int)Duration.TotalSeconds;
        lease.Spec.AcquireTime = lease.Spec.RenewTime = now.UtcDateTime;
        lease.Spec.LeaseTransitions = (lease.Spec.LeaseTransitions ?? 0) + 1;
    }

    public static string? Note(this V1Lease lease) => lease.GetAnnotation(NoteAnnotation);

    public static void SetNote(this V1Lease lease, string? note)
    {
        if (note is null)
        {
            _ = lease.Metadata.Annotations?.Remove(NoteAnnotation);
        }
        else
        {
            lease.SetAnnotation(NoteAnnotation, note);
        }
    }

    /// <summary>Its holder, for messages.</summary>
    public static string Describe(this V1Lease lease, DateTimeOffset now)
    {
        var since = lease.Spec.AcquireTime is { } time ? $" since {time.ToString("u", CultureInfo.InvariantCulture)} ({Human.Age(now - time)} ago)" : "";
        return $"{lease.GetAnnotation(VerbAnnotation) ?? "Another operation"} by {lease.Spec.HolderIdentity}{since}";
    }
}
