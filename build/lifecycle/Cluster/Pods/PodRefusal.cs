using System.Text.RegularExpressions;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// The cluster makes no pod, because something that has a say in it refuses: Pod Security, a quota, a webhook. Its words come
/// in an event, with an advice in brackets behind each of them.
/// </summary>
internal static partial class PodRefusal
{
    private const int LongestReason = 300;

    // A controller makes it, a moment after the namespace or, where the cluster is busy, later.
    private const string NotYet = "serviceaccount \"default\" not found";

    /// <summary>Null where a warning says something else.</summary>
    public static PodState? Of(string statefulSet, string warning)
    {
        if (warning.Contains(NotYet, StringComparison.Ordinal) || Refusal().Match(warning) is not { Success: true } refusal)
        {
            return null;
        }

        var why = Advice().Replace(refusal.Groups["why"].Value, "");
        return new PodState(PodPhase.Blocked, $"the pod of StatefulSet {statefulSet} is refused: {(why.Length > LongestReason ? why[..LongestReason] + "…" : why)}", RemedyFor(why));
    }

    private static string RemedyFor(string why) => why switch
    {
        _ when why.Contains("PodSecurity", StringComparison.Ordinal) => "Declare the securityContext that k8s/apps/redis has, or have the namespace's label pod-security.kubernetes.io/enforce changed",
        _ when why.Contains("exceeded quota", StringComparison.Ordinal) || why.Contains("failed quota", StringComparison.Ordinal) => "Lower the requests in the manifests, or have the namespace's quota raised: kubectl describe quota",
        _ => "Change in the manifests what it objects to, and Deploy",
    };

    [GeneratedRegex("( is forbidden: |admission webhook (?=\"))(?<why>.*)", RegexOptions.Singleline)]
    private static partial Regex Refusal();

    [GeneratedRegex(@" \([^()]*\)")]
    private static partial Regex Advice();
}
