namespace Targets.CommandLine;

/// <summary>
/// Refuses what an engine would pass over. A tool that deletes data must not fall back to a default because a word was
/// misspelt, and Nuke.Common ignores unknown arguments and values that do not convert.
/// </summary>
internal static class CommandLineCheck
{
    public const int ExitCode = 2;

    /// <returns>What is wrong, in one line that names the nearest right word; null where nothing is.</returns>
    public static string? FindMistake(Type build, IReadOnlyList<string> arguments)
    {
        var vocabulary = new Vocabulary(build);
        Shape? parameter = null;
        var values = 0;
        foreach (var argument in arguments)
        {
            if (IsNegativeNumber(argument))
            {
                return $"'{argument}' is no value for any parameter: none takes less than 0.";
            }

            if (argument.StartsWith('-'))
            {
                if (argument.Contains('=', StringComparison.Ordinal))
                {
                    return $"'{argument}' is not understood. Write {argument.Replace('=', ' ')}.";
                }

                parameter = vocabulary.Find(argument);
                if (parameter is null)
                {
                    return vocabulary.UnknownParameter(argument);
                }

                values = 0;
            }
            else if (parameter is { TakesMany: false } && ++values > 1)
            {
                return $"{parameter.Option} takes one value, and '{argument}' is one more.{(vocabulary.IsTarget(argument) ? $" Name targets first: {argument} before any option." : " Give one.")}";
            }
            else if ((parameter is null ? FindTargetMistake(vocabulary, argument) : FindValueMistake(vocabulary, parameter, argument)) is { } mistake)
            {
                return mistake;
            }
        }

        return FindRepetition(arguments) ?? FindMissingValue(vocabulary, arguments) ?? FindContradiction(vocabulary, arguments) ?? FindContradiction(new Arguments(arguments));
    }

    private static string? FindTargetMistake(Vocabulary vocabulary, string word) => vocabulary.IsTarget(word) ? null : vocabulary.UnknownTarget(word);

    internal static string? FindValueMistake(Vocabulary vocabulary, Shape parameter, string value) =>
        !parameter.TakesMany ? parameter.FindMistake(value)
        : parameter.Name is "Skip" or "Target" ? value.Split('+').Select(name => FindTargetMistake(vocabulary, name)).FirstOrDefault(mistake => mistake is not null)
        : null;

    // NUKE takes it for the next argument, and the parameter before it for one without a value: the default would do.
    private static bool IsNegativeNumber(string argument) => argument.Length > 1 && argument[0] == '-' && char.IsAsciiDigit(argument[1]);

    private static string? FindRepetition(IReadOnlyList<string> arguments) => arguments
        .Where(argument => argument.StartsWith('-'))
        .GroupBy(Vocabulary.Normalise)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.First()} is given {group.Count()} times. Give it once.")
        .FirstOrDefault();

    private static string? FindMissingValue(Vocabulary vocabulary, IReadOnlyList<string> arguments) => arguments
        .Where((argument, index) => argument.StartsWith('-') && (index == arguments.Count - 1 || arguments[index + 1].StartsWith('-')))
        .Select(argument => (Argument: argument, Shape: vocabulary.Find(argument)))
        .Where(lonely => lonely.Shape is { NeedsValue: true })
        .Select(lonely => $"{lonely.Argument} needs a value: it takes {lonely.Shape!.Description}.")
        .FirstOrDefault();

    private static string? FindContradiction(Vocabulary vocabulary, IReadOnlyList<string> arguments) => arguments
        .Where(argument => argument.StartsWith('-'))
        .Select(vocabulary.Find)
        .OfType<Shape>()
        .Where(shape => shape.Choice is not null)
        .GroupBy(shape => shape.Choice)
        .Where(group => group.Count() > 1)
        .Select(group => $"{string.Join(" and ", group.Select(shape => shape.Option))} each name {group.Key}. Give one of them.")
        .FirstOrDefault();

    // One engine would run what is skipped, without what it needs, and forget what stands before --target.
    private static string? FindContradiction(Arguments arguments) =>
        arguments.Targets.IntersectBy(arguments.TargetsOf("skip").Select(Vocabulary.Normalise), Vocabulary.Normalise).FirstOrDefault() is { } target
            ? $"{target} is both asked for and skipped. Leave it out of --skip, or do not ask for it."
        : arguments.Positional.Count > 0 && arguments.TargetsOf("target").Any() ? "Targets are named both first and after --target. Name them in one place."
        : null;
}
