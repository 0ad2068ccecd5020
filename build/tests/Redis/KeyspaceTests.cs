using Lifecycle.Redis;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Redis;

public sealed class KeyspaceTests
{
    private static readonly Keyspace Saved = RedisInfo.Parse("db0:keys=10,expires=4,avg_ttl=5\r\ndb3:keys=1,expires=0,avg_ttl=0\r\n").Keyspace;

    [Fact]
    public void Info_tells_keys_by_database()
    {
        Assert.Equal(11, Saved.Total);
        Assert.Equal(new DatabaseKeys(10, 4), Saved.Databases[0]);
    }

    [Theory]
    [InlineData("db0:keys=10,expires=4\ndb3:keys=1,expires=0")]
    [InlineData("db0:keys=6,expires=0\ndb3:keys=1,expires=0")]
    public void Keys_that_expire_may_be_fewer_when_they_are_loaded(string loaded) =>
        Assert.Null(Saved.Contradiction(RedisInfo.Parse(loaded).Keyspace));

    [Theory]
    [InlineData("db0:keys=5,expires=0\ndb3:keys=1,expires=0")]
    [InlineData("db0:keys=9,expires=4\ndb3:keys=1,expires=0")]
    [InlineData("db0:keys=11,expires=4\ndb3:keys=1,expires=0")]
    [InlineData("db0:keys=10,expires=4")]
    [InlineData("db0:keys=10,expires=4\ndb3:keys=1,expires=0\ndb4:keys=1,expires=0")]
    public void Any_other_difference_is_a_contradiction(string loaded) =>
        Assert.NotNull(Saved.Contradiction(RedisInfo.Parse(loaded).Keyspace));

    [Theory]
    [InlineData("subexpiry")]
    [InlineData("keys_with_volatile_items")]
    public void A_hash_whose_fields_expire_may_vanish(string word) =>
        Assert.Null(RedisInfo.Parse($"db0:keys=2,expires=0,avg_ttl=0,{word}=1").Keyspace.Contradiction(RedisInfo.Parse("db0:keys=1,expires=0").Keyspace));
}
