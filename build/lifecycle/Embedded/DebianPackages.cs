using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Embedded;

/// <summary>
/// Packages of Debian or Ubuntu and whatever this machine lacks of what they need, unpacked into a folder: no root,
/// nothing installed, no service started. Apt keeps its lists and its cache in a folder beside, from which the finished one
/// is renamed: whoever is killed amid that has left nothing that looks whole.
/// </summary>
internal static class DebianPackages
{
    private const string Unpack = """
        set -eu
        target=$1 work=$2; shift 2
        umask 022
        mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
        apt() { command "$@" -qq -o Debug::NoLocking=true -o APT::Sandbox::User= -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache"; }
        apt apt-get update
        needed=$(apt apt-get install --simulate --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
        cd "$work/debs"
        # What is named is unpacked also where it is installed: a server may be a link into the package of its tools.
        # shellcheck disable=SC2046 # package names, one word each
        apt apt-get download $(printf '%s\n' $needed "$@" | sort -u)
        for deb in *.deb; do dpkg -x "$deb" "$work/root"; done
        [ -x "$work/root/usr/bin/$1" ]
        [ -x "$target/usr/bin/$1" ] || rm -rf "$target"
        mv -T "$work/root" "$target" 2>/dev/null || [ -x "$target/usr/bin/$1" ]
        """;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <param name="packages">The first has a program of its name.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">This is no such distribution, or its packages cannot be had.</exception>
    public static async Task UnpackAsync(IReadOnlyList<string> packages, string target, CancellationToken cancellationToken)
    {
        var work = CreateBeside(target);
        try
        {
            var shell = new LocalShell("this machine", work.FullName, new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" });
            var exit = await shell.RunAsync(new Command(Unpack, [target, work.FullName, .. packages]) { Limit = TimeSpan.FromMinutes(5) }, input: null, output: null, cancellationToken);
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

    /// <summary>On the same file system, for the rename; what an earlier run has left, which is over by then, goes.</summary>
    private static DirectoryInfo CreateBeside(string target)
    {
        var parent = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        var prefix = $"{Path.GetFileName(target)}.new-";
        foreach (var left in parent.EnumerateDirectories($"{prefix}*").Where(left => TimeProvider.System.GetUtcNow() - left.CreationTimeUtc > Abandoned))
        {
            left.Delete(recursive: true);
        }

        return parent.CreateSubdirectory($"{prefix}{Guid.NewGuid():n}");
    }
}
