using System.Web;
using Lifecycle.Cluster.Exec;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Cluster;

/// <summary>An exec's address says the same in fewer bytes, and no more than proxies take.</summary>
public sealed class ExecAddressTests
{
    // Envoy's default is 60 KiB; a journal and two manifests come on top of what is always there.
    private const int Bound = 48 * 1024;

    [Theory]
    [InlineData("echo \"$(date '+%s')\" | sed 's/a;b&c/d=e?f#g+h/'; : ~é\n\ttab %20 %2B")]
    [InlineData("")]
    public void What_is_shortened_is_read_as_it_was(string command)
    {
        var shortened = ExecAddress.Shorten(Of(command));

        Assert.Equal(command, HttpUtility.ParseQueryString(shortened.Query)["command"]);
        Assert.DoesNotContain(';', shortened.Query);
    }

    [Fact]
    public void The_whole_agent_goes_through_proxies()
    {
        var command = PodCommand.Wrap(new Command(AgentScript.Text, "survey") { Limit = TimeSpan.FromHours(6) }, PodShell.DataDirectory, mark: null);

        Assert.InRange(ExecAddress.Shorten(Of([.. command])).AbsoluteUri.Length, 1, Bound);
    }

    private static Uri Of(params string[] command) => new($"wss://cluster:6443/api/v1/namespaces/data/pods/redis-0/exec?{string.Join('&', command.Select(word => $"command={Uri.EscapeDataString(word)}"))}&container=redis");
}
