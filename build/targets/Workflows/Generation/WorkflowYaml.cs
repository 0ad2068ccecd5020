using System.Text;
using System.Text.RegularExpressions;
using Targets.Workflows.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.EventEmitters;
using YamlDotNet.Serialization.NamingConventions;

namespace Targets.Workflows.Generation;

/// <summary>Writes a workflow, or an action, as a person would: the same bytes for the same model, on every machine.</summary>
internal static partial class WorkflowYaml
{
    private const string Header =
        """
        # Generated from the targets in build/targets by ./build.sh Workflows. Do not edit:
        # change the targets or build/targets/Workflows, and run it again.


        """;

    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .WithQuotingNecessaryStrings()
        .WithEventEmitter(next => new Layout(next))
        .DisableAliases()
        .Build();

    public static string Write(Workflow workflow) => Write((object)workflow);

    public static string Write(CompositeAction action) => Write((object)action);

    /// <summary>A part of a workflow, to be shown in a document.</summary>
    public static string WriteExample(object part) => Serialize(part).TrimEnd('\n');

    private static string Write(object model) => Header + Space(ActionsLock.Current.AddVersions(Serialize(model)));

    private static string Serialize(object model)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Serializer.Serialize(new Emitter(text, new EmitterSettings(2, int.MaxValue, false, 1024, false, true, "\n")), model);
        return text.ToString();
    }

    /// <summary>A blank line before each section and each job.</summary>
    private static string Space(string yaml)
    {
        var text = new StringBuilder();
        var (previous, isInJobs) = ("", false);
        foreach (var line in yaml.TrimEnd('\n').Split('\n'))
        {
            var isSection = previous.Length > 0 && line[0] != ' ';
            _ = text.Append(isSection || (isInJobs && JobId().IsMatch(line) && previous != "jobs:") ? "\n" : "").Append(line).Append('\n');
            isInJobs |= line == "jobs:";
            previous = line;
        }

        return text.ToString();
    }

    [GeneratedRegex("^  [a-z0-9-]+:$")]
    private static partial Regex JobId();

    private sealed class Layout(IEventEmitter next) : ChainedEventEmitter(next)
    {
        public override void Emit(ScalarEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is string text && text.Contains('\n', StringComparison.Ordinal))
            {
                eventInfo.Style = ScalarStyle.Literal;
            }

            base.Emit(eventInfo, emitter);
        }

        public override void Emit(SequenceStartEventInfo eventInfo, IEmitter emitter)
        {
            if (eventInfo.Source.Value is Inline)
            {
                eventInfo.Style = SequenceStyle.Flow;
            }

            base.Emit(eventInfo, emitter);
        }
    }
}
