using Lifecycle.Redis;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Volume;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Log;

/// <summary>What the agent says of a log that it follows.</summary>
public sealed class LogFollowerTests
{
    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task Another_file_of_the_same_name_is_not_the_one_that_is_followed(string name)
    {
        await using var world = await FollowedAsync(name);
        var (redis, follower) = world;
        var increment = Path.Combine(redis.AofFolder, "appendonly.aof.1.incr.aof");

        File.Copy(increment, $"{increment}.copy");
        File.Move($"{increment}.copy", increment, overwrite: true);

        Assert.True((await follower.LookAsync(RedisInstance.Cancel))!.IsBroken);
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task A_rewrite_leaves_what_is_followed_as_it_was(string name)
    {
        await using var world = await FollowedAsync(name);
        var (redis, follower) = world;

        _ = await redis.CallAsync("BGREWRITEAOF");
        await redis.RewrittenAsync();

        var state = (await follower.LookAsync(RedisInstance.Cancel))!;
        Assert.Equal((false, 2L), (state.IsBroken, state.Next));
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task A_rewrite_that_was_seen_is_gone_on_after_though_a_setting_was_changed_meanwhile(string name)
    {
        await using var world = await FollowedAsync(name);
        var (redis, follower) = world;
        // So many microseconds a key: it is still under way when somebody looks.
        _ = await redis.CallAsync("CONFIG", "SET", "rdb-key-save-delay", "400000");
        _ = await redis.CallAsync("BGREWRITEAOF");
        Assert.Equal(2, (await follower.LookAsync(RedisInstance.Cancel))?.Next);
        await redis.RewrittenAsync();

        Assert.Equal(2, (await follower.GoOnAsync(RedisInstance.Cancel))?.Increment);
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task A_question_between_the_end_of_the_first_writing_and_the_next_look_does_not_hide_that_it_was_off(string name)
    {
        await using var world = await FollowedAsync(name);
        var (redis, follower) = world;
        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", "no");
        _ = await redis.CallAsync("SET", "meanwhile", "1");
        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", "yes");
        await redis.RewrittenAsync();

        Assert.Equal(2, (await follower.CheckAsync(RedisInstance.Cancel))?.Next);
        Assert.Null(await follower.GoOnAsync(RedisInstance.Cancel));
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task A_rewrite_is_gone_on_after_and_a_file_that_was_switched_off_and_on_is_not(string name)
    {
        await using var world = await FollowedAsync(name);
        var (redis, follower) = world;
        _ = await redis.CallAsync("BGREWRITEAOF");
        await redis.RewrittenAsync();
        _ = await follower.LookAsync(RedisInstance.Cancel);
        Assert.Equal(2, (await follower.GoOnAsync(RedisInstance.Cancel))?.Increment);

        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", "no");
        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", "yes");
        await redis.RewrittenAsync();

        Assert.Equal(3, (await follower.LookAsync(RedisInstance.Cancel))?.Next);
        Assert.Null(await follower.GoOnAsync(RedisInstance.Cancel));
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task Two_rewrites_between_two_looks_are_told_and_what_was_written_before_them_is_still_read(string name)
    {
        await using var world = await FollowedAsync(name);
        var (redis, follower) = world;
        for (var rewrite = 0; rewrite < 2; rewrite++)
        {
            _ = await redis.CallAsync("BGREWRITEAOF");
            await redis.RewrittenAsync();
        }

        var (state, count) = await follower.ReadAsync(new byte[1024 * 1024], RedisInstance.Cancel);

        Assert.Equal((true, -1L), (state!.IsBroken, state.Next));
        Assert.Equal(state.Size, count);
    }

    private static async Task<World> FollowedAsync(string name)
    {
        var shell = await AgentShell.FindAsync(name);
        var redis = await shell.StartRedisAsync();
        await redis.LoadAsync(20);
        var follower = await new VolumeAgent(redis.Shell, access: redis.Process.Access).OpenFollowerAsync(new AofPosition(1, 0), RedisInstance.Cancel);
        Assert.False((await follower.LookAsync(RedisInstance.Cancel))!.IsBroken);
        return new World(shell, redis, follower);
    }

    private sealed record World(AgentShell Shell, RedisInstance Redis, LogFollower Follower) : IAsyncDisposable
    {
        public void Deconstruct(out RedisInstance redis, out LogFollower follower) => (redis, follower) = (Redis, Follower);

        public async ValueTask DisposeAsync()
        {
            await Follower.DisposeAsync();
            await Redis.DisposeAsync();
            Shell.Dispose();
        }
    }
}
