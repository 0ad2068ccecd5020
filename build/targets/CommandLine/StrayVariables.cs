using System.Collections;

namespace Targets.CommandLine;

/// <summary>
/// Takes variables out of this process that an engine would take for parameters: <c>FORCE=1</c>, <c>KEEP=0</c> and
/// <c>NAMESPACE=x</c> belong to somebody else until they are typed here.
/// </summary>
internal static class StrayVariables
{
    // KUBECONFIG is what kubectl reads. The others change what is shown, not what is done.
    private static readonly string[] Welcome = ["kubeconfig", "verbosity", "nologo"];

    public static void Remove(Type build)
    {
        var parameters = new Vocabulary(build).Parameters.Select(shape => Vocabulary.Normalise(shape.Name)).Except(Welcome).ToHashSet();
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key).ToList())
        {
            var normalised = Vocabulary.Normalise(name);
            if (parameters.Contains(normalised) || (normalised.StartsWith("nuke", StringComparison.Ordinal) && parameters.Contains(normalised["nuke".Length..])))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
