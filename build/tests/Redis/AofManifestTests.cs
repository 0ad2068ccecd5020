using CsCheck;
using Lifecycle.Redis;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Redis;

public sealed class AofManifestTests
{
    [Fact]
    public void Reads_what_redis_writes()
    {
        var manifest = AofManifest.Parse("""
            file appendonly.aof.2.base.rdb seq 2 type b
            file appendonly.aof.1.incr.aof seq 1 type h
            file appendonly.aof.2.incr.aof seq 2 type i
            file appendonly.aof.3.incr.aof seq 3 type i

            """);

        Assert.Equal(["appendonly.aof.2.base.rdb", "appendonly.aof.2.incr.aof", "appendonly.aof.3.incr.aof"], manifest.Loaded.Select(file => file.Name));
        Assert.Equal(3, manifest.LastSequence);
    }

    [Fact]
    public void Reads_back_any_name_that_it_writes() => Gen.String.Where(IsFileName).Sample(name =>
    {
        var manifest = new AofManifest([new AofFile(name, 1, AofFileKind.Base)]);
        Assert.Equal(manifest.Files, AofManifest.Parse(manifest.ToString()).Files);
    });

    [Fact]
    public void Any_text_is_read_or_refused_in_words() => Gen.String.Sample(text =>
    {
        try
        {
            _ = AofManifest.Parse(text);
        }
        catch (FormatException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("file a seq 1")]
    [InlineData("file a seq 1 type x")]
    [InlineData("file a seq 0 type b")]
    [InlineData("file ../a seq 1 type b")]
    [InlineData("file /etc/passwd seq 1 type b")]
    [InlineData("file .. seq 1 type b")]
    [InlineData("file \"a\\nb\" seq 1 type b")]
    [InlineData("file \"a seq 1 type b")]
    [InlineData("file a seq 1 type b\nfile b seq 2 type b")]
    [InlineData("file a seq 2 type i\nfile b seq 1 type i")]
    [InlineData("file a seq 1 type i\nfile a seq 2 type i")]
    [InlineData("file a seq 1 type h")]
    public void Refuses_what_redis_would_not_start_from(string text) =>
        Assert.Throws<FormatException>(() => AofManifest.Parse(text));

    private static bool IsFileName(string name) =>
        name is not ("" or "." or "..") && !name.Any(character => char.IsControl(character) || char.IsSurrogate(character) || character is '/' or '\\');
}
