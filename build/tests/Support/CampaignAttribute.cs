using Xunit.v3;

namespace Lifecycle.Tests.Support;

/// <summary>Goes on for long, with faults, kills, writes or sizes one after the other: a part of <c>Test --all</c> and of FaultTest.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CampaignAttribute : Attribute, ITraitAttribute
{
    public const string Name = "Length";
    public const string Value = "Campaign";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Name, Value)];
}
