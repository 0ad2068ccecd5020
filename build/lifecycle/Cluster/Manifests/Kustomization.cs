using System.ComponentModel;
using System.Diagnostics;

namespace Lifecycle.Cluster;

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
            throw new LifecycleException($"There is no kustomization in {directory}", "Name its folder with --manifests");
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
        using var process = new Process { StartInfo = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            _ = process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await Task.WhenAll(output, error);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new LifecycleException($"{command[0]} cannot render {command[^1]}: {await error}", "Correct the kustomization");
    }
}
