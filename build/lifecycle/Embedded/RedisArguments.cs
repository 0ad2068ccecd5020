using Lifecycle.Failures;
using YamlDotNet.RepresentationModel;

namespace Lifecycle.Embedded;

/// <summary>The arguments that the StatefulSet gives redis-server: what runs here is configured as in the cluster.</summary>
public static class RedisArguments
{
    /// <exception cref="LifecycleException">The manifest starts something else.</exception>
    public static IReadOnlyList<string> FromStatefulSet(string path)
    {
        using var file = File.OpenText(path);
        var yaml = new YamlStream();
        yaml.Load(file);
        var arguments = yaml.Documents[0].AllNodes.OfType<YamlMappingNode>()
            .Select(node => node.Children.TryGetValue("args", out var args) ? args : null)
            .OfType<YamlSequenceNode>()
            .Select(words => words.Children.OfType<YamlScalarNode>().Select(word => word.Value ?? "").ToList())
            .FirstOrDefault() ?? [];
        return arguments is ["redis-server", .. var rest]
            ? rest
            : throw new LifecycleException($"{path} does not start redis-server with arguments", "Have args begin with redis-server");
    }
}
