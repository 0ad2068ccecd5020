using k8s.Models;
using Lifecycle.Cluster.Exec;
using Lifecycle.Cluster.Pods;
using Lifecycle.Redis;
using Lifecycle.Volume;

namespace Lifecycle.Cluster.Verbs;

/// <summary>
/// The declared StatefulSet once more, for a drill: under another name, with the one label that no Service of anybody's
/// selects, without what Redis might do to its data on its own, and with nobody but the drill to ask it: on a socket, which
/// needs no password and no certificate. Its data is on a claim of its own, and whatever else outlives a pod it may only read.
/// </summary>
internal static class ThrowawayManifest
{
    private const string Suffix = "-drill";
    private const string Label = "redis-lifecycle/drill";
    private const string SocketVolume = "redis-lifecycle";
    private const string SocketFolder = "/run/redis-lifecycle";
    private const string Socket = $"{SocketFolder}/redis.sock";

    /// <summary>How it is reached.</summary>
    public static RedisAccess Access { get; } = new() { Settings = $"port 0\ntls-port 0\nunixsocket {Socket}" };

    // The last of each counts. It evicts nothing, and never writes a dump over the one that is restored.
    private static readonly string[] Harmless = ["--maxmemory", "0", "--save", ""];

    public static string Selector(V1StatefulSet throwaway) => $"{Label}={throwaway.Metadata.Name}";

    public static IReadOnlyDictionary<string, string> Labels(V1StatefulSet throwaway) => new Dictionary<string, string> { [Label] = throwaway.Metadata.Name };

    /// <summary>What there is of one that was left: its name and kind.</summary>
    public static V1StatefulSet Named(V1StatefulSet declared) => new()
    {
        ApiVersion = declared.ApiVersion,
        Kind = declared.Kind,
        Metadata = new V1ObjectMeta { Name = $"{declared.Metadata.Name}{Suffix}", NamespaceProperty = declared.Metadata.NamespaceProperty },
    };

    /// <param name="declared">Is changed.</param>
    /// <param name="container">Redis' own.</param>
    /// <param name="claimed">What the claim asks for that the data is on, where the StatefulSet names one and declares none.</param>
    public static V1StatefulSet Of(V1StatefulSet declared, string container, V1PersistentVolumeClaimSpec? claimed)
    {
        GiveItsOwn(declared, DataVolume.Of(StatefulSet.Of(declared), container), claimed);
        KeepFromWriting(declared.Spec);
        declared.Metadata.Name += Suffix;
        var redis = DataVolume.Container(declared, container);
        var settings = ServerSettings.Of([.. redis.Command ?? [], .. redis.Args ?? []]);
        redis.Command = ["sh", "-c", AgentScript.Text, "sh"];
        redis.Args = ["--settings", settings, "serve", "--port", "0", "--unixsocket", Socket, "--unixsocketperm", "700", .. Harmless];
        redis.WorkingDir = PodShell.DataDirectory;
        (redis.ReadinessProbe, redis.LivenessProbe, redis.StartupProbe, redis.Lifecycle) = (null, null, null, null);
        redis.VolumeMounts = [.. redis.VolumeMounts ?? [], new V1VolumeMount { Name = SocketVolume, MountPath = SocketFolder }];
        declared.Spec.Template.Spec.Volumes = [.. declared.Spec.Template.Spec.Volumes ?? [], new V1Volume { Name = SocketVolume, EmptyDir = new V1EmptyDirVolumeSource() }];
        declared.Metadata.Labels = Own(declared);
        declared.Spec.Selector = new V1LabelSelector { MatchLabels = Own(declared) };
        declared.Spec.Template.Metadata.Labels = Own(declared);
        foreach (var claim in declared.Spec.VolumeClaimTemplates ?? [])
        {
            claim.Metadata.Labels = Own(declared);
        }

        return declared;
    }

    // The claim of the real one may be mounted by two pods of a node, and two Redis would write into one folder.
    private static void GiveItsOwn(V1StatefulSet throwaway, DataVolume data, V1PersistentVolumeClaimSpec? claimed)
    {
        if (data.IsOfTemplate)
        {
            return;
        }

        var spec = throwaway.Spec;
        spec.Template.Spec.Volumes = [.. spec.Template.Spec.Volumes.Where(volume => volume.Name != data.Mount.Name)];
        spec.VolumeClaimTemplates =
        [
            .. spec.VolumeClaimTemplates ?? [],
            new V1PersistentVolumeClaim
            {
                Metadata = new V1ObjectMeta { Name = data.Mount.Name },
                Spec = new V1PersistentVolumeClaimSpec
                {
                    AccessModes = ["ReadWriteOnce"],
                    Resources = new V1VolumeResourceRequirements { Requests = claimed?.Resources?.Requests },
                    StorageClassName = claimed?.StorageClassName,
                },
            },
        ];
    }

    private static void KeepFromWriting(V1StatefulSetSpec spec)
    {
        var shared = (spec.Template.Spec.Volumes ?? []).Where(volume => volume.EmptyDir is null && volume.Ephemeral is null).Select(volume => volume.Name).ToHashSet();
        foreach (var mount in spec.Template.Spec.Containers.Concat(spec.Template.Spec.InitContainers ?? []).SelectMany(each => each.VolumeMounts ?? []).Where(mount => shared.Contains(mount.Name)))
        {
            mount.ReadOnlyProperty = true;
        }
    }

    private static Dictionary<string, string> Own(V1StatefulSet throwaway) => new(Labels(throwaway));
}
