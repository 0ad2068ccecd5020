using System.Collections;
using System.ComponentModel;

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
        var typed = vocabulary.Parameters.ToDictionary(parameter => Vocabulary.Normalise(parameter.Key), parameter => parameter, StringComparer.Ordinal);
        string? parameter = null;
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

                parameter = Vocabulary.Normalise(argument);
                if (!typed.ContainsKey(parameter))
                {
                    return Unknown("parameter", argument, vocabulary.Parameters.Keys.Select(name => $"--{Vocabulary.Typed(name)}"));
                }
            }
            else if (parameter is null)
            {
                if (!vocabulary.Targets.Contains(argument.Replace("-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
                {
                    return Unknown("target", argument, vocabulary.Targets);
                }
            }
            else if (FindValueMistake(vocabulary, typed[parameter], argument) is { } mistake)
            {
                return mistake;
            }
        }

        return FindRepetition(arguments) ?? FindMissingValue(typed, arguments);
    }

    private static string? FindValueMistake(Vocabulary vocabulary, KeyValuePair<string, Type> parameter, string value)
    {
        var type = parameter.Value;
        if (TakesMany(type))
        {
            return Vocabulary.Normalise(parameter.Key) is "skip" or "target"
                ? value.Split('+').Where(name => !vocabulary.Targets.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => Unknown("target", name, vocabulary.Targets)).FirstOrDefault()
                : null;
        }

        try
        {
            _ = TypeDescriptor.GetConverter(type) is { } converter && converter.CanConvertFrom(typeof(string)) && type != typeof(string)
                ? converter.ConvertFromInvariantString(value)
                : value;
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException || exception.InnerException is FormatException or OverflowException)
        {
            var possible = PossibleValues(type);
            return possible.Count == 0
                ? $"'{value}' is no value for --{Vocabulary.Typed(parameter.Key)}, which takes {Describe(type)}."
                : $"'{value}' is no value for --{Vocabulary.Typed(parameter.Key)}. Did you mean {Spelling.Nearest(value, possible)}? It takes {string.Join(", ", possible)}.";
        }
    }

    // NUKE takes it for the next argument, and the parameter before it for one without a value: the default would do.
    private static bool IsNegativeNumber(string argument) => argument.Length > 1 && argument[0] == '-' && char.IsAsciiDigit(argument[1]);

    private static string? FindRepetition(IReadOnlyList<string> arguments) => arguments
        .Where(argument => argument.StartsWith("--", StringComparison.Ordinal))
        .GroupBy(Vocabulary.Normalise)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.First()} is given {group.Count()} times. Give it once.")
        .FirstOrDefault();

    private static string? FindMissingValue(Dictionary<string, KeyValuePair<string, Type>> typed, IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var isLast = index == arguments.Count - 1 || arguments[index + 1].StartsWith('-');
            if (isLast && arguments[index].StartsWith('-') && typed.TryGetValue(Vocabulary.Normalise(arguments[index]), out var parameter)
                && parameter.Value != typeof(bool) && !TakesMany(parameter.Value))
            {
                return $"{arguments[index]} needs a value: it takes {Describe(parameter.Value)}.";
            }
        }

        return null;
    }

    private static bool TakesMany(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private static List<string> PossibleValues(Type type) => type.IsEnum
        ? [.. Enum.GetNames(type)]
        : type == typeof(bool) ? ["true", "false"]
        : type.IsPrimitive ? []
        : [.. type.GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Where(field => field.FieldType == type).Select(field => $"{field.GetValue(null)}")];

    private static string Describe(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(string) ? "a text"
        : PossibleValues(type) is { Count: > 0 } values ? $"one of {string.Join(", ", values)}"
        : $"a {type.Name}";

    private static string Unknown(string kind, string word, IEnumerable<string> known) =>
        $"There is no {kind} '{word}'. Did you mean {Spelling.Nearest(word, known)}? --help lists them all.";
}
