namespace Targets.CommandLine;

/// <summary>What was typed, in words: targets first, then options with their values.</summary>
internal sealed class Arguments(IReadOnlyList<string> words)
{
    /// <summary>What stands before the first option.</summary>
    public IReadOnlyList<string> Positional { get; } = [.. words.TakeWhile(word => !word.StartsWith('-'))];

    /// <summary>What is asked for, with <c>--target</c> or without.</summary>
    public IReadOnlyList<string> Targets => [.. Positional, .. TargetsOf("target")];

    /// <summary>The targets after an option: <c>A+B</c> or <c>A B</c>.</summary>
    public IEnumerable<string> TargetsOf(string option) => ValuesOf(option).SelectMany(value => value.Split('+', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The words after an option, to the next.</summary>
    public IEnumerable<string> ValuesOf(string option) => words
        .SkipWhile(word => !word.StartsWith('-') || Vocabulary.Normalise(word) != option)
        .Skip(1)
        .TakeWhile(word => !word.StartsWith('-'));
}
