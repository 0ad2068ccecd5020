using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Lifecycle.Cluster.Api;

/// <summary>
/// A kubeconfig, read into the client library's own model. Its reader would first look through all types of its models,
/// which costs each run five thousand of them and 14 MB: docs/decisions/0010.
/// </summary>
internal static class Kubeconfig
{
    /// <exception cref="YamlException">It is not YAML, or something in it is not of the kind that a kubeconfig has there.</exception>
    public static async Task<K8SConfiguration> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        using var text = new StringReader(await File.ReadAllTextAsync(file.FullName, cancellationToken));
        var content = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<K8SConfiguration?>(new MergingParser(new Parser(text)))
            ?? throw new YamlException("it is empty");
        // Paths in it are relative to where it is.
        content.FileName = file.FullName;
        return content;
    }
}
