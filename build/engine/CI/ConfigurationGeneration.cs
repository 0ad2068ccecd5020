using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>Keeps the generated configurations in step with the build: on every local run, or one when asked for.</summary>
static class ConfigurationGeneration
{
    public static void GenerateAll(NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var generators = Generators(build).Where(x => x.AutoGenerate).ToList();
        if (generators.Count == 0 || BuildCmd(NukeBuild.RootDirectory) is null)
            return;

        foreach (var generator in generators)
            generator.Generate(targets);
    }

    public static void GenerateOne(NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets, IReadOnlyList<string> ids)
    {
        var generators = Generators(build);
        var known = generators.Select(x => x.Id);
        if (ids is not [var id])
            throw new BuildError($"{BuildSession.GenerateConfiguration} needs one of {string.Join(", ", known)}.");

        var generator = generators.FirstOrDefault(x => x.Id == id)
            ?? throw new BuildError($"Unknown configuration '{id}'.{Spelling.DidYouMean(id, known)}");
        generator.Generate(targets);
    }

    /// <summary>What a generated job starts the build with: at the root or one level down.</summary>
    public static AbsolutePath? BuildCmd(AbsolutePath root) => root.GetFiles("build.cmd", depth: 2).FirstOrDefault();

    static List<ConfigurationAttributeBase> Generators(NukeBuild build)
    {
        var generators = build.GetType().GetCustomAttributes(inherit: true).OfType<ConfigurationAttributeBase>().ToList();
        foreach (var generator in generators)
            generator.Build = build;
        return generators;
    }
}
