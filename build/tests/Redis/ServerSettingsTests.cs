using Lifecycle.Redis;

namespace Lifecycle.Tests.Redis;

public sealed class ServerSettingsTests
{
    [Theory]
    [InlineData("appendonly yes\nsave \"\"", "redis-server", "--appendonly", "yes", "--save", "")]
    [InlineData("include /etc/redis.conf\nport 7000", "valkey-server", "/etc/redis.conf", "--port", "7000")]
    [InlineData("include /etc/redis/redis.conf\ndir /data", "sh", "-c", "write >/etc/redis/redis.conf; exec redis-server /etc/redis/redis.conf --dir /data")]
    [InlineData("client-output-buffer-limit replica 0 0 0\nappendonly yes", "--client-output-buffer-limit", "replica", "0", "0", "0", "--appendonly", "yes")]
    [InlineData("tls-port 6380", "/usr/bin/redis-server", "--requirepass", "secret", "--tls-port", "6380", "--user", "a", "on", ">secret", "--masterauth", "secret")]
    [InlineData("", "/bin/bash", "-ec", "/opt/bitnami/scripts/start-scripts/start-master.sh")]
    public void What_a_server_is_started_with_becomes_a_configuration_without_its_secrets(string settings, params string[] words) => Assert.Equal(settings, ServerSettings.Of(words));

    [Theory]
    [InlineData("secret", "redis-server", "--requirepass", "first", "--requirepass", "secret")]
    [InlineData(null, "redis-server", "--requirepass", "$(REDIS_PASSWORD)")]
    [InlineData(null, "redis-server", "--appendonly", "yes")]
    public void A_password_is_taken_from_the_command_line_only_where_it_stands_there(string? password, params string[] words) => Assert.Equal(password, ServerSettings.FindPassword(words));

    [Theory]
    [InlineData("appendonly yes", false)]
    [InlineData("port 6379", false)]
    [InlineData("port 0\ntls-port 6380", true)]
    [InlineData("port 7000", true)]
    [InlineData("unixsocket /run/redis.sock", true)]
    public void Only_who_names_another_place_to_listen_than_every_redis_has_names_one(string settings, bool names) => Assert.Equal(names, ServerSettings.NameAListener(settings));
}
