using Lifecycle.Reporting;

namespace Lifecycle.Tests.Reporting;

public sealed class LiveLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly LiveLine _line;

    public LiveLineTests()
    {
        _line = new LiveLine(_output, () => 12);
        _line.Begin("outer");
    }

    public void Dispose() => _output.Dispose();

    [Fact]
    public void What_is_printed_meanwhile_stands_alone()
    {
        _line.Draw("outer", "half");
        _line.Print("done\n");
        _line.Draw("outer", "all");

        Assert.Equal("\rhalf\r    \rdone\n\rall", $"{_output}");
    }

    [Fact]
    public void It_is_never_as_wide_as_the_terminal_for_it_would_go_on_below()
    {
        _line.Draw("outer", "a line that is too long");

        Assert.Equal("\ra line tha…", $"{_output}");
    }

    [Fact]
    public void Of_two_the_last_begun_is_shown_and_the_other_again_when_that_has_ended()
    {
        _line.Draw("outer", "outer");
        _line.Begin("inner");
        _line.Draw("inner", "in");
        _line.Draw("outer", "outer");
        _line.End("inner");
        _line.Draw("outer", "out");
        _line.End("outer");

        Assert.Equal("\router\rin   \r  \r\rout\r   \r", $"{_output}");
    }
}
