using System.Reflection;
using Lifecycle.Failures;
using Nuke.Common;
using Targets;

namespace Lifecycle.Tests.Architecture;

public sealed class CallerTests
{
    private static readonly string[] Expected =
    [
        // Tests ask a Redis as the tool asks it.
        "Lifecycle.Volume.RedisServer.GetInfoAsync",
        // Signatures of the genuine engine: what calls or implements them here must compile there.
        "Nuke.Common.CI.ConfigurationAttributeBase.AutoGenerate",
        "Nuke.Common.CI.ConfigurationAttributeBase.GeneratedFiles",
        "Nuke.Common.INukeBuild.ExitCode",
        "Nuke.Common.ITargetDefinition.Executes",
        "Nuke.Common.Utilities.CustomFileWriter.Indent",
        "Nuke.Common.Utilities.CustomFileWriter.WriteComment",
    ];

    private static readonly Assembly[] Program = [.. new[] { typeof(LifecycleException), typeof(Build), typeof(NukeBuild) }.Select(type => type.Assembly).Where(assembly => assembly.GetName().Name != "Nuke.Common")];

    [Fact]
    public void Nothing_is_there_for_tests_alone_but_what_is_said_here()
    {
        var missing = Callers.Missing(Program).Where(member => !IsFoundByName(member)).Select(member => $"{member.DeclaringType}.{member.Name}").Distinct().ToList();
        var expected = Expected.Where(name => Program.Length == 3 || !name.StartsWith("Nuke.", StringComparison.Ordinal)).ToList();

        Assert.False(missing.Except(expected).Any(), string.Join("\n  ", missing.Except(expected).Prepend("No caller but tests:")));
        Assert.False(expected.Except(missing).Any(), string.Join("\n  ", expected.Except(missing).Prepend("Has a caller now, or is gone; leave it out of the list:")));
    }

    // The engine looks for targets and parameters, a serializer for what a workflow says, and the system for Main.
    private static bool IsFoundByName(MemberInfo member) => member is PropertyInfo property
        ? property.PropertyType == typeof(Target) || property.IsDefined(typeof(ParameterAttribute)) || property.DeclaringType!.Namespace == "Targets.Workflows.Model"
        : member == member.Module.Assembly.EntryPoint || typeof(Delegate).IsAssignableFrom(member.DeclaringType);
}
