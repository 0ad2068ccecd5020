using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Lifecycle.Tests.Engine;

public sealed class MaskingTests : IDisposable
{
    readonly StringWriter printed = new();
    readonly Secrets secrets = new();
    readonly MaskingWriter writer;

    public MaskingTests() => writer = new MaskingWriter(printed, secrets);

    public void Dispose()
    {
        writer.Dispose();
        printed.Dispose();
    }

    [Theory]
    [InlineData("say hunter2 twice: hunter2", "say *** twice: ***")]
    [InlineData("say hun|ter|2!", "say ***!")]
    [InlineData("h|u|n|t|e|r|2", "***")]
    [InlineData("hunhunter2", "hun***")]
    [InlineData("hunter2-and-more.", "***.")]
    [InlineData("hunter2-and-|more.", "***.")]
    [InlineData("hunter2-and-|less.", "***-and-less.")]
    [InlineData("hunt|", "hunt")]
    [InlineData("first line, then second line", "***, then ***")]
    public void Secrets_are_masked_however_they_are_written(string writes, string expected)
    {
        secrets.Add("hunter2");
        secrets.Add("hunter2-and-more");
        secrets.Add("first line\nsecond line");

        foreach (var part in writes.Split('|'))
            writer.Write(part);
        writer.Dispose();

        Assert.Equal(expected, printed.ToString());
    }

    [Fact]
    public void Only_what_may_be_the_beginning_of_a_secret_waits()
    {
        secrets.Add("hunter2");

        writer.Write("50% h");

        Assert.Equal("50% ", printed.ToString());
    }
}
