using System.Diagnostics;
using System.Text;
using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Manifests;

/// <summary>Renders a kustomization with the real kustomize.</summary>
internal static class Kustomization
{
    private static readonly string[][] Tools = [["kustomize", "build"], ["kubectl", "kustomize"]];

    /// <summary>The manifests for a namespace, also written to <paramref name="outputDirectory"/>.</summary>
    public static async Task<IReadOnlyList<Manifest>> RenderAsync(string directory, string outputDirectory, string @namespace, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Directory.CreateDirectory(outputDirectory).FullName, "manifests.yaml");
        var yaml = await BuildAsync(await OverlayAsync(directory, outputDirectory, @namespace, cancellationToken), cancellationToken);
        await File.WriteAllTextAsync(file, yaml, cancellationToken);
        return ManifestReader.Read(yaml, @namespace);
    }

    /// <summary>
    /// Moves the kustomization into the namespace. Other kustomizations are named by relative paths, and as bases: every
    /// kustomize reads that, while resources may name folders only since 2.1 (kubectl 1.21).
    /// </summary>
    private static async Task<string> OverlayAsync(string directory, string outputDirectory, string @namespace, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
        {
            throw new LifecycleException($"There is no kustomization in {directory}", "Run this in a checkout that has the manifests of Redis");
        }

        var overlay = Directory.CreateDirectory(Path.Combine(outputDirectory, "overlay")).FullName;
        var text = $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: {@namespace}
            bases:
              - {Path.GetRelativePath(overlay, Path.GetFullPath(directory)).Replace('\\', '/')}

            """;
        await File.WriteAllTextAsync(Path.Combine(overlay, "kustomization.yaml"), text, cancellationToken);
        return overlay;
    }

    private static async Task<string> BuildAsync(string directory, CancellationToken cancellationToken)
    {
        foreach (var tool in Tools)
        {
            if (await TryRunAsync([.. tool, directory], cancellationToken) is { } yaml)
            {
                return yaml;
            }
        }

        throw new LifecycleException("Neither kustomize nor kubectl is on PATH, and the manifests cannot be rendered without", "Install kubectl: https://kubernetes.io/docs/tasks/tools/");
    }

    /// <summary>Null where there is no such program.</summary>
    private static async Task<string?> TryRunAsync(string[] command, CancellationToken cancellationToken)
    {
        try
        {
            await using var run = ProcessRun.Start(new ProcessStartInfo(command[0], command.Skip(1)), withInput: false);
            using var output = new MemoryStream();
            var exit = await run.RunAsync(input: null, output, cancellationToken);
            return exit.Succeeded
                ? Encoding.UTF8.GetString(output.ToArray())
                : throw new LifecycleException($"{command[0]} cannot render {command[^1]}: {exit.Reason}", "Correct the kustomization");
        }
        catch (ProgramNotFoundException)
        {
            return null;
        }
    }
}
