using System.ComponentModel;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>Where a build runs, and how output looks there.</summary>
[TypeConverter(typeof(HostConverter))]
public class Host
{
    protected Host()
    {
    }

    internal static Host Find(IReadOnlyDictionary<string, string> variables) =>
        variables.ContainsKey("GITHUB_ACTIONS") ? new CI.GitHubActions.GitHubActions() : new Terminal();

    protected internal virtual IDisposable WriteBlock(string text)
    {
        var session = BuildSession.Current;
        session.Out.WriteLine();
        session.Out.WriteLine(session.Style.Heading($"── {text} ".PadRight(39, '─')));
        return new AtTheEnd(() => { });
    }
}
