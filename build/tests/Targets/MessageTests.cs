using System.Reflection;
using System.Text.RegularExpressions;
using Lifecycle.Failures;
using Lifecycle.Tests.Architecture;
using Targets;
using Targets.CommandLine;

namespace Lifecycle.Tests.Targets;

public sealed partial class MessageTests
{
    // Told to Redis, whose options these are.
    private static readonly string[] OfRedis = ["--appendonly", "--pipe"];

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Program = [typeof(LifecycleException).Assembly, typeof(Build).Assembly];

    public static TheoryData<string, string> Named => [.. Messages().SelectMany(message => OptionsIn(message.Text), (message, option) => (message.Source, option)).Distinct()];

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_option_that_a_message_names_is_one_that_can_be_typed(string source, string option) =>
        Assert.True(IsKnown(option), $"{source} names {option}, which is no parameter of the build");

    [Fact]
    public void Messages_that_name_options_are_found()
    {
        Assert.True(Named.Count > 20);
        Assert.Equal("--force --manifests", string.Join(' ', OptionsIn("Add --force, or name it with --manifests; see kubectl logs --previous")));
        Assert.Equal("--force", string.Join(' ', OptionsIn("A digit --force; git ls-remote --tags")));
        Assert.False(IsKnown("--manifests"));
    }

    private static bool IsKnown(string option) => OfRedis.Contains(option) || new Vocabulary(typeof(Build)).Names.Contains(Vocabulary.Normalise(option));

    // One that stands alone is an argument for a program, a text of several lines is a program, and what follows kubectl or git is theirs.
    private static IEnumerable<string> OptionsIn(string text) =>
        text.Contains(' ', StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal) ? Option().Matches(OtherProgram().Replace(text, "")).Select(match => match.Value) : [];

    private static IEnumerable<(string Source, string Text)> Messages() =>
        from type in Program.SelectMany(assembly => assembly.GetTypes())
        from member in type.GetMembers(Declared)
        from text in (member is MethodBase method ? Instructions.TextsIn(method) : []).Concat(Described(member))
        select (type.FullName!.Split('+')[0], text);

    private static IEnumerable<string> Described(MemberInfo member) =>
        member.GetCustomAttributesData().SelectMany(attribute => attribute.ConstructorArguments).Select(argument => argument.Value).OfType<string>();

    [GeneratedRegex(@"\b(kubectl|git) .*")]
    private static partial Regex OtherProgram();

    [GeneratedRegex("(?<![A-Za-z0-9-])--[a-z][a-z0-9-]*")]
    private static partial Regex Option();
}
