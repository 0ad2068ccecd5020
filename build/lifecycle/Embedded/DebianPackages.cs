using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Embedded;

/// <summary>
/// A package of Debian or Ubuntu and whatever this machine lacks of what it needs, unpacked into a folder: no root,
/// nothing installed, no service started. Apt keeps its lists and its cache in a temporary folder.
/// </summary>
internal static class DebianPackages
{
    private const string Unpack = """
        set -eu
        package=$1 target=$2 work=$3
        umask 022
        mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
        apt() { command "$@" -qq -o Debug::NoLocking=true -o APT::Sandbox::User= -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache"; }
        apt apt-get update
        needed=$(apt apt-get install --simulate --no-install-recommends "$package" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
        cd "$work/debs"
        # shellcheck disable=SC2086 # package names, one word each
        apt apt-get download ${needed:-$package}
        for deb in *.deb; do dpkg -x "$deb" "$work/root"; done
        mkdir -p "${target%/*}"
        mv -T "$work/root" "$target" 2>/dev/null || [ -e "$target" ]
        """;

    /// <exception cref="LifecycleException">This is no such distribution, or its packages cannot be had.</exception>
    public static async Task UnpackAsync(string package, string target, CancellationToken cancellationToken)
    {
        var work = Directory.CreateTempSubdirectory("redis-lifecycle-");
        try
        {
            var shell = new LocalShell("this machine", work.FullName, new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" });
            var exit = await shell.RunAsync(new Command(Unpack, package, target, work.FullName) { Limit = TimeSpan.FromMinutes(5) }, input: null, output: null, cancellationToken);
            if (!exit.Succeeded)
            {
                throw new LifecycleException(
                    $"There is no redis-server on PATH and the distribution's could not be unpacked ({exit.Reason})",
                    "Install Redis 7 so that redis-server and redis-cli are on PATH: apt-get install redis-server on Debian and Ubuntu");
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
