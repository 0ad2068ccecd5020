using System.Reflection;
using System.Text.RegularExpressions;
using Lifecycle.Failures;
using Lifecycle.Tests.Workflows;
using Targets;

namespace Lifecycle.Tests.Architecture;

public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(LifecycleException).Assembly;

    public static TheoryData<string> Assemblies => [Domain.GetName().Name!, typeof(Build).Assembly.GetName().Name!];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_namespace_needs_another_that_needs_it(string assembly)
    {
        var found = References.Of(Assembly.Load(assembly)).Where(reference => reference.Target.Assembly == reference.Source.Assembly).ToList();

        var cycle = Cycles.Shortest(found.Select(reference => (reference.Source.Namespace ?? "", reference.Target.Namespace ?? "")));

        Assert.True(cycle.Count == 0, Describe(cycle, found));
    }

    [Fact]
    public void A_room_of_the_domain_needs_only_what_stands_below_it_in_CONTRIBUTING()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "CONTRIBUTING.md"))
            .Where(line => line.StartsWith("| `build/lifecycle/", StringComparison.Ordinal))
            .Select(line => Regex.Matches(line.Split('|')[1], @"(\w+)`").Select(match => match.Groups[1].Value).ToList())
            .ToList();

        Assert.Equal(Domain.GetTypes().Select(Floor).OfType<string>().Distinct().Order(), rows.SelectMany(row => row).Order());
        Assert.Empty(References.Of(Domain)
            .Where(reference => Floor(reference.Source) is { } from && Floor(reference.Target) is { } to && rows.FindIndex(row => row.Contains(from)) > rows.FindIndex(row => row.Contains(to)))
            .Select(reference => reference.ToString())
            .Distinct());
    }

    [Fact]
    public void The_domain_names_nothing_of_the_engine_nor_of_the_targets() =>
        Assert.Empty(References.Of(Domain).Where(reference => Room(reference.Target) is "Nuke" or "Targets").Select(reference => reference.ToString()).Distinct());

    [Fact]
    public void The_scan_sees_what_the_targets_name_of_the_engine_and_of_the_domain()
    {
        var rooms = References.Of(typeof(Build).Assembly).Select(reference => Room(reference.Target)).ToHashSet();

        Assert.Contains("Nuke", rooms);
        Assert.Contains("Lifecycle", rooms);
    }

    private static string Room(Type type) => type.Namespace?.Split('.')[0] ?? "";

    private static string? Floor(Type type) => Room(type) == "Lifecycle" ? type.Namespace!.Split('.').ElementAtOrDefault(1) : null;

    private static string Describe(IReadOnlyList<string> cycle, List<Reference> found) =>
        string.Join("\n  ", cycle.Zip(cycle.Skip(1), (from, to) => $"{from} -> {to}: {found.First(reference => reference.Source.Namespace == from && reference.Target.Namespace == to)}").Prepend("Namespaces that need each other:"));
}
