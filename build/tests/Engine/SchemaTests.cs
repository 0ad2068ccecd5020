using System.Text.Json;
using Nuke.Common;
using Nuke.Common.IO;

namespace Lifecycle.Tests.Engine;

public sealed class SchemaTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    AbsolutePath File => sandbox.Root / ".nuke" / "build.schema.json";

    [Fact]
    public async Task The_schema_describes_parameters_and_targets()
    {
        await sandbox.RunAsync<Described>("--help");

        using var schema = JsonDocument.Parse(File.ReadAllText());
        var definitions = schema.RootElement.GetProperty("definitions");
        var properties = schema.RootElement.GetProperty("allOf")[0].GetProperty("properties");
        Assert.Equal("""["Build","Ship"]""", Compact(definitions.GetProperty("ExecutableTarget").GetProperty("enum")));
        Assert.Contains("GitHubActions", Compact(definitions.GetProperty("Host")), StringComparison.Ordinal);
        Assert.Equal(
            """{"type":"array","description":"List of targets to be skipped. Empty list skips all dependencies","items":{"$ref":"#/definitions/ExecutableTarget"}}""",
            Compact(definitions.GetProperty("NukeBuild").GetProperty("properties").GetProperty("Skip")));
        Assert.Equal("""{"type":"integer","description":"How many"}""", Compact(properties.GetProperty("Keep")));
        Assert.Equal("""{"type":"boolean"}""", Compact(properties.GetProperty("Force")));
        Assert.Equal("""{"type":"array","items":{"type":"string"}}""", Compact(properties.GetProperty("Words")));
        Assert.Equal("""{"type":"string","enum":["Local","Utc"]}""", Compact(properties.GetProperty("Zone")));
        Assert.Contains("secrets", Compact(properties.GetProperty("Token")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_written_only_when_it_changes()
    {
        await sandbox.RunAsync<Described>("--help");
        System.IO.File.SetLastWriteTimeUtc(File, DateTime.UnixEpoch);

        await sandbox.RunAsync<Described>("--help");

        Assert.Equal(DateTime.UnixEpoch, System.IO.File.GetLastWriteTimeUtc(File));
    }

    [Fact]
    public async Task A_schema_that_cannot_be_written_does_not_stop_the_build()
    {
        File.CreateDirectory();

        var outcome = await sandbox.RunAsync<Described>("Build");

        Assert.Equal((0, "ran"), (outcome.ExitCode, outcome.Trace));
    }

    [Fact]
    public async Task A_CI_host_writes_none()
    {
        sandbox.Variables["GITHUB_ACTIONS"] = "true";

        await sandbox.RunAsync<Described>("Build");

        Assert.False(File.FileExists());
    }

    static string Compact(JsonElement element) => JsonSerializer.Serialize(element, Json.Relaxed);

    static class Json
    {
        public static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }

    enum Zone
    {
        Utc,
        Local,
    }

    sealed class Described : NukeBuild
    {
        [Parameter("How many.")] int? Keep { get; }
        [Parameter] bool Force { get; }
        [Parameter] string[]? Words { get; }
        [Parameter(Name = "Zone")] Zone Clock { get; }
        [Parameter, Secret] string? Token { get; }

        Target Ship => _ => _;
        Target Build => _ => _.Executes(() => Sandbox.Trace("ran"));
    }
}
