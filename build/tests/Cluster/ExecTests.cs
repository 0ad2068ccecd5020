using System.Text;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Tests.Cluster;

public sealed class ExecTests
{
    [Theory]
    [InlineData("""{"status":"Success"}""", 0)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"42"}]}}""", 42)]
    public void The_status_tells_how_the_command_ended(string json, int status) =>
        Assert.Equal(status, ExecStatus.Parse(Encoding.UTF8.GetBytes(json), "pod"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"status":"Failure","message":"container not found"}""")]
    public void A_command_whose_end_is_unknown_has_not_succeeded(string json) =>
        Assert.Throws<ShellException>(() => ExecStatus.Parse(Encoding.UTF8.GetBytes(json), "pod"));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void The_mark_at_the_end_is_found_however_it_arrives_and_is_not_passed_on(int chunk)
    {
        const string Content = "some output, mar 12 of it, mark";
        var end = new EndMark(" mark ");
        var passed = new StringBuilder();
        foreach (var piece in Encoding.ASCII.GetBytes($"{Content} mark 007").Chunk(chunk))
        {
            Assert.Null(end.Status);
            passed.Append(Encoding.ASCII.GetString(end.Pass(piece).Span));
        }

        Assert.Equal(Content, passed.ToString());
        Assert.Equal(7, end.Status);
    }

    [Fact]
    public void A_refusal_names_account_verb_and_resource() =>
        Assert.Equal(
            "The account system:serviceaccount:data:redis-backup lacks the right to create pods/exec in namespace data",
            Refusal.Explain("""{"message":"pods \"redis-0\" is forbidden: User \"system:serviceaccount:data:redis-backup\" cannot create resource \"pods/exec\" in API group \"\" in the namespace \"data\""}""").Problem);
}
