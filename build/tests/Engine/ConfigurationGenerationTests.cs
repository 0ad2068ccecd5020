using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Lifecycle.Tests.Engine;

public sealed class ConfigurationGenerationTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Fact]
    public void A_configuration_is_generated_from_the_plan_of_its_targets_when_it_is_asked_for()
    {
        Assert.Equal(0, _sandbox.Run<Generating>("--help").ExitCode);
        Assert.False((_sandbox.Root / "nightly.yml").FileExists());

        Assert.Equal(0, _sandbox.Run<Generating>("--generate-configuration GitHubActions_nightly --host GitHubActions").ExitCode);

        Assert.Equal(
            """
            # Made from the targets.
            jobs:
              - Snapshot
              - Backup

            """,
            (_sandbox.Root / "nightly.yml").ReadAllText());
    }

    [Fact]
    public void An_unknown_configuration_is_an_error()
    {
        var run = _sandbox.Run<Generating>("--generate-configuration GitHubActions_nighty");

        Assert.Equal((255, "Error: --generate-configuration takes one of GitHubActions_nightly."), (run.ExitCode, run.Error));
    }

    public void Dispose() => _sandbox.Dispose();

    private sealed class NightlyAttribute : ConfigurationAttributeBase
    {
        public override string IdPostfix => "nightly";

        public override Type HostType => typeof(GitHubActions);

        public override AbsolutePath ConfigurationFile => Build.RootDirectory / "nightly.yml";

        public override IEnumerable<AbsolutePath> GeneratedFiles => [ConfigurationFile];

        public override IEnumerable<string> RelevantTargetNames => ["Backup"];

        public override IEnumerable<string> IrrelevantTargetNames => ["Prepare"];

        public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, indentationFactor: 2, commentPrefix: "#");

        public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) => new Jobs(relevantTargets);
    }

    private sealed class Jobs(IEnumerable<ExecutableTarget> targets) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer)
        {
            writer.WriteComment("Made from the targets.");
            writer.WriteLine("jobs:");
            using (writer.Indent())
            {
                foreach (var target in targets)
                {
                    writer.WriteLine($"- {target.Name}");
                }
            }
        }
    }

    [Nightly]
    private sealed class Generating : NukeBuild
    {
        private Target Prepare => _ => _;

        private Target Backup => _ => _.DependsOn<Generating>(x => x.Snapshot);

        private Target Snapshot => _ => _.DependsOn<Generating>(x => x.Prepare);
    }
}
