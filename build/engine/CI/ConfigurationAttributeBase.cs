using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>Makes the configuration of a CI service from the targets of the build class that it stands on, when it is asked for.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ConfigurationAttributeBase : Attribute
{
    internal const string Option = "--generate-configuration";

    public INukeBuild Build { get; internal set; } = null!;

    public string Id => IdPostfix is null ? HostType.Name : $"{HostType.Name}_{IdPostfix}";

    public virtual string? IdPostfix => null;

    public bool AutoGenerate { get; set; } = true;

    public abstract Type HostType { get; }

    public abstract AbsolutePath ConfigurationFile { get; }

    public abstract IEnumerable<AbsolutePath> GeneratedFiles { get; }

    public abstract IEnumerable<string> RelevantTargetNames { get; }

    public abstract IEnumerable<string> IrrelevantTargetNames { get; }

    public abstract CustomFileWriter CreateWriter(StreamWriter streamWriter);

    public abstract ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets);

    internal static void Generate(string id, INukeBuild build, IReadOnlyList<ExecutableTarget> targets)
    {
        var generators = build.GetType().GetCustomAttributes<ConfigurationAttributeBase>().ToDictionary(generator => generator.Id);
        var chosen = generators.GetValueOrDefault(id) ?? throw new BuildError($"{Option} takes one of {string.Join(", ", generators.Keys)}.");
        chosen.Build = build;
        chosen.Generate(targets);
    }

    protected virtual StreamWriter CreateStream() => new(ConfigurationFile);

    private void Generate(IReadOnlyList<ExecutableTarget> targets)
    {
        var relevant = ExecutionPlanner.Plan(targets, [.. targets.Where(target => RelevantTargetNames.Contains(target.Name))])
            .Where(target => !IrrelevantTargetNames.Contains(target.Name));
        using var stream = CreateStream();
        GetConfiguration([.. relevant]).Write(CreateWriter(stream));
    }
}
