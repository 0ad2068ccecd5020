using System.Text.Json;
using Lifecycle.Tests.Workflows;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Parameters;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class SchemaTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    private AbsolutePath Schema => _sandbox.Root / ".nuke" / "build.schema.json";

    [Fact]
    public void The_schema_describes_parameters_and_allows_no_others()
    {
        _ = _sandbox.Run<Described>("--help");

        using var schema = JsonDocument.Parse(Schema.ReadAllText());
        var properties = schema.RootElement.GetProperty("properties");
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal("""{"type":"string"}""", Compact(properties.GetProperty("$schema")));
        Assert.Equal("""{"type":"array","items":{"type":"string","enum":["Build","Ship"]},"description":"List of targets to be skipped. Empty list skips all dependencies"}""", Compact(properties.GetProperty("Skip")));
        Assert.Equal("""{"type":"integer","description":"How many"}""", Compact(properties.GetProperty("Keep")));
        Assert.Equal("""{"type":"boolean","description":""}""", Compact(properties.GetProperty("Force")));
        Assert.Equal("""{"type":"string","enum":["Local","Unspecified","Utc"],"description":""}""", Compact(properties.GetProperty("Zone")));
    }

    [Fact]
    public void The_one_in_this_repository_is_of_its_targets()
    {
        _ = _sandbox.Run<global::Targets.Build>("--help");

        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, ".nuke", "build.schema.json")), Schema.ReadAllText());
    }

    [Fact]
    public void The_schema_is_written_only_when_it_changes()
    {
        _ = _sandbox.Run<Described>("--help");
        File.SetLastWriteTimeUtc(Schema, DateTime.UnixEpoch);

        _ = _sandbox.Run<Described>("--help");

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Schema));
    }

    [Fact]
    public void A_schema_that_cannot_be_written_does_not_stop_the_build()
    {
        _ = Directory.CreateDirectory(Schema);

        var run = _sandbox.Run<Described>("Build");

        Assert.Equal((0, "ran"), (run.ExitCode, run.Trace));
    }

    [Fact]
    public void A_CI_host_writes_none()
    {
        _sandbox.Variables["GITHUB_ACTIONS"] = "true";

        _ = _sandbox.Run<Described>("Build");

        Assert.False(Schema.FileExists());
    }

    public void Dispose() => _sandbox.Dispose();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private sealed class Described : NukeBuild
    {
        [Parameter("How many.")]
        private int? Keep { get; }

        [Parameter]
        private bool Force { get; }

        [Parameter(Name = "Zone")]
        private DateTimeKind Clock { get; }

        private Target Ship => _ => _;

        private Target Build => _ => _.Executes(() => Trace("ran"));
    }
}
