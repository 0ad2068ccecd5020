using System.Reflection;
using Nuke.Common;

namespace Targets.CommandLine;

/// <summary>The targets and parameters that a build knows, read from its members: the same on either engine.</summary>
internal sealed class Vocabulary
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // The engines read this one without declaring it.
    private static readonly Shape Undeclared = new("GenerateConfiguration", typeof(string), IsOnlyTyped: true);

    // What one engine has and the other has not.
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["continue"] = "--continue is not offered: it would leave out a backup for having been taken in an earlier run. Run the targets anew.",
        ["partition"] = "--partition is not offered: no target has parts. Run the targets without it.",
    };

    private readonly Dictionary<string, Shape> _shapes;

    public Vocabulary(Type build)
    {
        var members = Hierarchy(build).Concat(build.GetInterfaces()).SelectMany(type => type.GetMembers(Members)).ToList();
        Targets = [.. members.OfType<PropertyInfo>().Where(property => property.PropertyType == typeof(Target)).Select(property => Simple(property.Name)).Distinct()];
        _shapes = members
            .Where(member => member.GetCustomAttribute<ParameterAttribute>() is not null)
            .Select(member => Shape.Of(NameOf(member), member))
            .Append(Undeclared)
            .DistinctBy(shape => Normalise(shape.Name))
            .Where(shape => !Refusals.ContainsKey(Normalise(shape.Name)))
            .ToDictionary(shape => Normalise(shape.Name), StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Targets { get; }

    public IReadOnlyCollection<Shape> Parameters => _shapes.Values;

    /// <summary>Normalised: those of the parameters, and those that an engine may know besides.</summary>
    public IEnumerable<string> Names => _shapes.Keys.Concat(Refusals.Keys);

    /// <summary>The parameter that a word means, however it is written; null where there is none.</summary>
    public Shape? Find(string word) => _shapes.GetValueOrDefault(Normalise(word));

    public bool IsTarget(string word) => Targets.Contains(word.Replace("-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase);

    public string UnknownTarget(string word) => Unknown("target", word, Targets);

    public string UnknownParameter(string word) => Refusals.GetValueOrDefault(Normalise(word))
        ?? Unknown("parameter", word, Parameters.Select(shape => word.StartsWith('-') ? shape.Option : shape.Name));

    /// <summary>Case and dashes do not count: <c>backup-bucket</c> is <c>BackupBucket</c>.</summary>
    public static string Normalise(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>As it is typed: <c>backup-bucket</c>.</summary>
    public static string Typed(string name) =>
        string.Concat(name.Select((character, index) => char.IsUpper(character) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(character) : character.ToString()));

    private static string Unknown(string kind, string word, IEnumerable<string> known) =>
        $"There is no {kind} '{word}'. Did you mean {Spelling.Nearest(word, known)}? --help lists them all.";

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            yield return current;
        }
    }

    // An explicitly implemented member carries its interface's name.
    private static string Simple(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string NameOf(MemberInfo member) => member.GetCustomAttribute<ParameterAttribute>()!.Name ?? Simple(member.Name);
}
