using Lifecycle.Embedded;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

/// <summary>What is started beside the data: in a pod with a quarter of a core each program takes a twentieth of a second.</summary>
public sealed class AgentProgramsTests
{
    private static readonly string[] OfASurvey = ["redis-cli", "df"];

    // One dd for each of base and increment, which are smaller than a block.
    private static readonly string[] OfABackup =
    [
        "mkdir", "mkfifo", "redis-cli", "rm", "rmdir",
        "mkdir", "ln", "ln", "stat", "dd", "dd", "rm", "rmdir",
    ];

    // Each step syncs its journal first, and what a manifest lists before that is renamed.
    private static readonly string[] OfARestore =
    [
        "redis-cli", "df",
        "mkdir", "sync", "mv", "sync", "mkdir", "dd", "dd", "stat", "chown", "stat",
        "sync", "mv", "sync", "mkdir", "mkfifo", "redis-cli", "rm", "mkdir", "sync", "mv", "sync", "mv", "sync",
        "redis-cli", "stat",
        "sync", "mv", "sync", "mkdir", "rm", "rmdir", "mv", "rm", "rmdir", "redis-cli",
    ];

    [Fact]
    public async Task A_survey_starts_no_programs_but_these()
    {
        await using var redis = await LoadedAsync();

        Assert.Equal(OfASurvey, await CountAsync(redis, volume => volume.SurveyAsync(RedisInstance.Cancel)));
    }

    [Fact]
    public async Task Whether_Redis_may_be_restored_is_found_out_with_the_same()
    {
        await using var redis = await LoadedAsync();

        Assert.Equal(OfASurvey, await CountAsync(redis, volume => volume.ReachAsync(Intent.Restore, RedisInstance.Cancel)));
    }

    [Fact]
    public async Task A_backup_starts_no_programs_but_these()
    {
        await using var redis = await LoadedAsync();

        var started = await CountAsync(redis, async volume =>
        {
            await using var snapshot = (await volume.ReachAsync(Intent.BackUp, RedisInstance.Cancel)).Snapshot!;
            await snapshot.PassOverAsync();
        });

        // redis-cli is started beside the shell, which goes on.
        Assert.Equal(OfABackup.Order(), started.Order());
    }

    [Fact]
    public async Task A_restore_starts_no_programs_but_these()
    {
        await using var redis = await LoadedAsync();
        var archive = redis.PathOf(await redis.BackUpAsync());

        var started = await CountInAsync(redis, async shell => _ = await RedisInstance.RestoreAsync(new EmbeddedRedis(redis.Process, shell), archive, force: true));

        Assert.Equal(OfARestore.Order(), started.Order());
    }

    private static async Task<RedisInstance> LoadedAsync()
    {
        var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);
        return redis;
    }

    private static Task<IReadOnlyList<string>> CountAsync(RedisInstance redis, Func<VolumeAgent, Task> work) =>
        CountInAsync(redis, shell => work(new VolumeAgent(shell, access: redis.Process.Access)));

    private static async Task<IReadOnlyList<string>> CountInAsync(RedisInstance redis, Func<IShell, Task> work)
    {
        var folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-").FullName;
        var (programs, log) = (Directory.CreateDirectory(Path.Combine(folder, "programs")).FullName, Path.Combine(folder, "log"));
        foreach (var program in AgentShell.Programs)
        {
            await StandIn.WriteAsync(programs, program, $"echo {program} >>{log}\nPATH=${{PATH#*:}}\nexec {program} \"$@\"");
        }

        await work(new BegunShell(redis.Shell, $"PATH={programs}:$PATH"));
        var started = await File.ReadAllLinesAsync(log, RedisInstance.Cancel);
        Directory.Delete(folder, recursive: true);
        return started;
    }
}
