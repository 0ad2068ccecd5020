using Lifecycle.Embedded;

namespace Lifecycle.Tests.Faults;

/// <summary>A host that is cut off when the restored data serves, before the word that drops the previous.</summary>
internal static class CutFromFinishing
{
    public static FaultyHost On(RedisProcess process)
    {
        var steps = 0; // the command that surveys, then its word
        return new FaultyHost(process, Fault.CutBefore, command => command.Arguments.Contains("confirm") && ++steps == 2, () => Task.CompletedTask);
    }
}
