using System.Collections;

namespace Targets.CommandLine;

/// <summary>
/// Takes variables out of this process that an engine would take for parameters: <c>FORCE=1</c>, <c>KEEP=0</c> and
/// <c>VERBOSITY=x</c> belong to somebody else until they are typed here.
/// </summary>
internal static class StrayVariables
{
    // What kubectl reads, and what says by its name that it is meant for a build.
    private static readonly string[] Welcome = ["kubeconfig", "nukekubeconfig", "nukeverbosity", "nukenologo"];

    /// <returns>What is wrong with one that is welcome, in one line; null where nothing is.</returns>
    public static string? FindMistake(Type build)
    {
        var vocabulary = new Vocabulary(build);
        foreach (var name in Names().Where(name => Welcome.Contains(Vocabulary.Normalise(name))))
        {
            var parameter = vocabulary.Find(Vocabulary.Normalise(name).Replace("nuke", "", StringComparison.Ordinal));
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value && parameter?.FindMistake(value) is { } mistake)
            {
                return $"{name} in the environment: {mistake}";
            }
        }

        return null;
    }

    public static void Remove(Type build)
    {
        var stray = new Vocabulary(build).Names.SelectMany(name => new[] { name, $"nuke{name}" }).Except(Welcome).ToHashSet();
        foreach (var name in Names().Where(name => stray.Contains(Vocabulary.Normalise(name))))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static List<string> Names() => [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key)];
}
