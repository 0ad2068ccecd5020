using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class ParameterTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task The_first_source_to_have_a_value_wins()
    {
        Assert.Equal("initial", await Show("Text"));
        sandbox.With(".nuke/parameters.json", """{ "$schema": "x", "Text": "file" }""");
        Assert.Equal("file", await Show("Text"));
        sandbox.With(".nuke/parameters.dev.json", """{ "Text": "dev" }""").With(".nuke/parameters.prod.json", """{ "Text": "prod" }""");
        Assert.Equal("prod", await Show("Text", "--profile dev prod"));
        sandbox.Variables["TEXT"] = "variable";
        Assert.Equal("variable", await Show("Text", "--profile dev"));
        sandbox.Variables["NUKE_TEXT"] = "own";
        Assert.Equal("own", await Show("Text"));
        Assert.Equal("typed", await Show("Text", "--text typed"));
    }

    [Theory]
    [InlineData("Flag", "--flag", "True")]
    [InlineData("Flag", "--flag false", "False")]
    [InlineData("MaybeFlag", "", "")]
    [InlineData("MaybeFlag", "--maybe-flag false", "False")]
    [InlineData("Number", "--number -3", "-3")]
    [InlineData("Number", "--NUMBER 4", "4")]
    [InlineData("Ratio", "--ratio 0.5", "0.5")]
    [InlineData("Day", "--day tuesday", "Tuesday")]
    [InlineData("Place", "--place DEV", "dev")]
    [InlineData("Wait", "--wait 00:05:00", "00:05:00")]
    [InlineData("Words", "--words a b", "a|b")]
    [InlineData("Words", "--words a --words b", "a|b")]
    [InlineData("Numbers", "--numbers 1+2", "1|2")]
    [InlineData("Prefixed", "--store-prefixed x", "x")]
    [InlineData("Level", "--level 2", "2")]
    public async Task Text_is_converted_to_the_type_of_the_member(string member, string arguments, string expected) =>
        Assert.Equal(expected, await Show(member, arguments));

    [Fact]
    public async Task A_relative_path_is_relative_to_the_working_directory() =>
        Assert.Equal(sandbox.Root / "out" / "x", await Show("Folder", "--folder out/x"));

    [Theory]
    [InlineData("--numbr 3", "Unknown argument '--numbr'. Did you mean '--number'?")]
    [InlineData("--number=3", "Unknown argument '--number=3'. Did you mean '--number'?")]
    [InlineData("--number x", "--number: 'x' is not a whole number.")]
    [InlineData("--number 99999999999", "--number: '99999999999' is not a whole number.")]
    [InlineData("--number 1 2", "--number takes one value, not 2: 1 2")]
    [InlineData("--number", "--number needs a value.")]
    [InlineData("--flag 1", "--flag: '1' is not true or false.")]
    [InlineData("--day 1", "--day: '1' is none of Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday. Did you mean 'Sunday'?")]
    [InlineData("--place dve", "--place: 'dve' is none of embedded, dev. Did you mean 'dev'?")]
    [InlineData("--wait soon", "--wait: 'soon' is not a TimeSpan.")]
    [InlineData("--level x", "--level: 'x' is not a whole number.")]
    [InlineData("--profile deev", "There is no profile 'deev'. Did you mean 'dev'?")]
    [InlineData("--profile odd", ".nuke/parameters.odd.json: unknown parameter 'Numbr'. Did you mean 'Number'?")]
    [InlineData("--host Foo", "Unknown host 'Foo'. Did you mean 'Terminal'?")]
    [InlineData("--no-logo --verbosity loud", "--verbosity: 'loud' is none of Verbose, Normal, Minimal, Quiet. Did you mean 'Normal'?")]
    public async Task What_is_misspelt_or_does_not_convert_stops_the_build_before_it_starts(string arguments, string error)
    {
        sandbox.With(".nuke/parameters.dev.json", "{}").With(".nuke/parameters.odd.json", """{ "Numbr": 3 }""");

        var outcome = await sandbox.RunAsync<Typed>($"Show {arguments}");

        Assert.Equal((255, "", $"Error: {error}"), (outcome.ExitCode, outcome.Trace, outcome.Error));
    }

    [Fact]
    public async Task A_wrong_variable_is_named()
    {
        sandbox.Variables["NUMBER"] = "x";

        var outcome = await sandbox.RunAsync<Typed>("Show");

        Assert.Equal("Error: Environment variable NUMBER: 'x' is not a whole number.", outcome.Error);
    }

    [Fact]
    public async Task Common_names_in_the_environment_do_not_steer_the_engine()
    {
        sandbox.Variables["HOST"] = "machine";
        sandbox.Variables["TARGET"] = "nothing";
        sandbox.Variables["SKIP"] = "true";
        sandbox.Variables["NUKE_VERBOSITY"] = "Quiet";

        var outcome = await sandbox.RunAsync<Typed>("Show");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Output));
    }

    async Task<string> Show(string member, string arguments = "")
    {
        sandbox.Variables["SHOW"] = member;
        var outcome = await sandbox.RunAsync<Typed>($"Show {arguments}");
        Assert.Equal("", outcome.Error);
        return outcome.Trace;
    }

    [TypeConverter(typeof(TypeConverter<Place>))]
    sealed class Place : Enumeration
    {
        public static readonly Place Embedded = new() { Value = "embedded" };
        public static readonly Place Dev = new() { Value = "dev" };
    }

    [ParameterPrefix("Store")]
    interface IPrefixed : INukeBuild
    {
        [Parameter] string? Prefixed => TryGetValue(() => Prefixed);
    }

    interface ILevel : INukeBuild
    {
        [Parameter] int Level => TryGetValue<int?>(() => Level) ?? 1;
    }

    sealed class Typed : NukeBuild, IPrefixed, ILevel
    {
        [Parameter] readonly string Text = "initial";
        [Parameter] bool Flag { get; }
        [Parameter] bool? MaybeFlag { get; }
        [Parameter] int Number { get; }
        [Parameter] double Ratio { get; }
        [Parameter] DayOfWeek Day { get; }
        [Parameter] Place? Place { get; }
        [Parameter] TimeSpan Wait { get; }
        [Parameter] AbsolutePath? Folder { get; }
        [Parameter] string[] Words { get; set; } = [];
        [Parameter(Separator = "+")] int[] Numbers { get; } = [];

        Target Show => _ => _.Executes(() => Trace(EnvironmentInfo.GetVariable("SHOW") switch
        {
            nameof(Text) => Text,
            nameof(Flag) => $"{Flag}",
            nameof(MaybeFlag) => $"{MaybeFlag}",
            nameof(Number) => $"{Number}",
            nameof(Ratio) => $"{Ratio}",
            nameof(Day) => $"{Day}",
            nameof(Place) => $"{Place}",
            nameof(Wait) => $"{Wait}",
            nameof(Folder) => $"{Folder}",
            nameof(Words) => string.Join('|', Words),
            nameof(Numbers) => string.Join('|', Numbers),
            nameof(IPrefixed.Prefixed) => $"{((IPrefixed)this).Prefixed}",
            _ => $"{((ILevel)this).Level}",
        }));
    }
}
