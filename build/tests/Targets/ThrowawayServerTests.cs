using Targets.Testing;

namespace Lifecycle.Tests.Targets;

public sealed class ThrowawayServerTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    [Fact]
    public async Task What_a_script_leaves_in_its_settings_is_found_though_what_it_has_started_goes_on()
    {
        var script = Path.Combine(_root.FullName, "server.sh");
        await File.WriteAllTextAsync(
            script,
            """
            #!/bin/sh
            set -eu
            case $1 in
                up) sleep 600 & echo $! >"$2/pid"; printf 'TEST_SERVER="%s, as asked"\n' "$TEST_WISH" >"$2/env" ;;
                down) kill "$(cat "$2/pid")"; touch "$2/down" ;;
            esac
            """,
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await using (var server = new ThrowawayServer(script, _root.FullName))
        {
            await server.StartAsync(new Dictionary<string, string> { ["TEST_WISH"] = "here" }, TestContext.Current.CancellationToken);
            Assert.Equal("here, as asked", server.Variables["TEST_SERVER"]);
        }

        Assert.True(File.Exists(Path.Combine(_root.FullName, "down")));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
