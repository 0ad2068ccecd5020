using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Redis;
using Lifecycle.Volume;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// How the Redis in a pod is reached: as its container is told to start it. That is not to be seen within the pod, where
/// a server has renamed itself.
/// </summary>
internal static class PodAccess
{
    public static RedisAccess Of(PodSpec pod, ClusterOptions options)
    {
        if (options.Access.Settings.Length > 0)
        {
            return options.Access;
        }

        var container = pod.Containers.FirstOrDefault(each => each.Name == options.Container);
        string[] words = [.. container?.Command ?? [], .. container?.Args ?? []];
        return new RedisAccess
        {
            User = options.Access.User,
            Password = options.Access.Password ?? ServerSettings.FindPassword(words),
            Settings = ServerSettings.Of(words),
        };
    }
}
