using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Nuke.Common.Tooling;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class ParameterTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Fact]
    public void The_first_source_to_have_a_value_wins()
    {
        Assert.Equal("initial", Show("Text"));
        _ = _sandbox.With(".nuke/parameters.json", """{ "$schema": "x", "Text": "file" }""");
        Assert.Equal("file", Show("Text"));
        _ = _sandbox.With(".nuke/parameters.dev.json", """{ "Text": "dev" }""").With(".nuke/parameters.prod.json", """{ "Text": "prod" }""");
        Assert.Equal("prod", Show("Text", "--profile dev prod"));
        _sandbox.Variables["TEXT"] = "variable";
        Assert.Equal("variable", Show("Text", "--profile dev"));
        _sandbox.Variables["NUKE_TEXT"] = "own";
        Assert.Equal("own", Show("Text"));
        Assert.Equal("typed", Show("Text", "--text typed"));
    }

    [Theory]
    [InlineData("""{ "text": "file" }""")]
    [InlineData("""{ "Text": null }""")]
    public void A_name_in_a_file_counts_as_it_is_written(string content)
    {
        _ = _sandbox.With(".nuke/parameters.json", content);

        Assert.Equal("initial", Show("Text"));
    }

    [Fact]
    public void An_empty_variable_is_unset()
    {
        _sandbox.Variables["TEXT"] = "";

        Assert.Equal("initial", Show("Text"));
    }

    [Theory]
    [InlineData("Flag", "--flag", "True")]
    [InlineData("Flag", "--flag false", "False")]
    [InlineData("Flag", "", "False")]
    [InlineData("Number", "--NUMBER 4", "4")]
    [InlineData("Number", "", "1")]
    [InlineData("Place", "--place DEV", "dev")]
    [InlineData("Place", "", "embedded")]
    [InlineData("Level", "--level 2", "2")]
    public void Text_is_converted_to_what_is_asked_for(string parameter, string arguments, string expected) => Assert.Equal(expected, Show(parameter, arguments));

    [Fact]
    public void A_relative_path_is_relative_to_the_working_directory() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "out", "x"), Show("Folder", "--folder out/x"));

    [Theory]
    [InlineData("Number", "--number x", "--number: 'x' is no Int32.")]
    [InlineData("Number", "--number 1 2", "--number takes one value, not 2: 1 2.")]
    [InlineData("Number", "--number", "--number needs a value.")]
    [InlineData("Place", "--place dve", "--place: 'dve' is no Place.")]
    public void What_does_not_convert_is_never_a_default(string parameter, string arguments, string expected)
    {
        _sandbox.Variables["SHOW"] = parameter;

        var run = _sandbox.Run<Typed>($"Show {arguments}");

        Assert.Equal((255, ""), (run.ExitCode, run.Trace));
        Assert.Contains($"BuildError: {expected}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Common_names_in_the_environment_do_not_steer_the_engine()
    {
        _sandbox.Variables["HOST"] = "machine";
        _sandbox.Variables["TARGET"] = "nothing";
        _sandbox.Variables["SKIP"] = "true";
        _sandbox.Variables["NUKE_VERBOSITY"] = "Quiet";

        var run = _sandbox.Run<Typed>("Show");

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
    }

    public void Dispose() => _sandbox.Dispose();

    private string Show(string parameter, string arguments = "")
    {
        _sandbox.Variables["SHOW"] = parameter;
        var run = _sandbox.Run<Typed>($"Show {arguments}");
        Assert.Equal("", run.Error);
        return run.Trace;
    }

    [TypeConverter(typeof(TypeConverter<Place>))]
    private sealed class Place : Enumeration
    {
        public static readonly Place Embedded = new() { Value = "embedded" };
        public static readonly Place Dev = new() { Value = "dev" };
    }

    private interface ITyped : INukeBuild
    {
        [Parameter]
        string Text => TryGetValue(() => Text) ?? "initial";

        [Parameter]
        bool Flag => TryGetValue<bool?>(() => Flag) ?? false;

        [Parameter]
        int Number => TryGetValue<int?>(() => Number) ?? 1;

        [Parameter]
        Place Place => TryGetValue(() => Place) ?? Place.Embedded;

        [Parameter]
        AbsolutePath? Folder => TryGetValue(() => Folder);

        [Parameter]
        string? Level => EnvironmentInfo.GetNamedArgument<string>(nameof(Level));

        Target Show => _ => _.Executes(() => Trace(EnvironmentInfo.GetVariable("SHOW") switch
        {
            nameof(Text) => Text,
            nameof(Flag) => $"{Flag}",
            nameof(Number) => $"{Number}",
            nameof(Place) => Place,
            nameof(Folder) => $"{Folder}",
            _ => $"{Level}",
        }));
    }

    private sealed class Typed : NukeBuild, ITyped;
}
