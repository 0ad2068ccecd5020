using Lifecycle.Reporting;
using Lifecycle.Reporting.GitHub;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

public sealed class ReporterTests : IDisposable
{
    private readonly string _summary = Path.GetTempFileName();

    public void Dispose() => File.Delete(_summary);

    [Fact]
    public void A_verdict_becomes_one_annotation_whatever_is_in_it()
    {
        using var output = new StringWriter { NewLine = "\n" };

        Reporter(output).Conclude(Verdict.Skipped("A, b: c", "100%\n::error::no"));

        Assert.Equal("::notice title=A%2C b%3A c::A, b: c: SKIPPED, 100%25%0A::error::no\n", output.ToString());
    }

    [Fact]
    public void A_table_holds_text_only()
    {
        Reporter(TextWriter.Null).Conclude(Verdict.Run("Backup", "a|b\n<script>x</script> [l](http://h) `c` @all"));

        Assert.Contains(
            "| Reason | a\\|b &lt;script&gt;x&lt;/script&gt; \\[l\\]\\(http:&#47;&#47;h\\) \\`c\\` &#64;all |\n",
            File.ReadAllText(_summary),
            StringComparison.Ordinal);
    }

    private GitHubReporter Reporter(TextWriter output) => new(Silence.Reporter, output, new StepSummary(_summary), "Backup", []);
}
