using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>A job of a GitHub workflow, whose log folds the lines of a target.</summary>
public class GitHubActions : Host
{
    internal GitHubActions()
    {
    }

    protected internal override IDisposable WriteBlock(string text)
    {
        var output = BuildSession.Current.Out;
        output.WriteLine($"::group::{text}");
        return new AtTheEnd(() => output.WriteLine($"::endgroup::{text}"));
    }
}
