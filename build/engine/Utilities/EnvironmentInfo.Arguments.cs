using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common;

public static partial class EnvironmentInfo
{
    public static IReadOnlyCollection<string> CommandLineArguments => CommandLine.Arguments;

    static CommandLine CommandLine => BuildSession.Current.CommandLine;

    public static bool HasArgument(string name) => CommandLine.Has(name);

    public static bool HasArgument<T>(Expression<Func<T>> expression) => HasArgument(NameOf(expression));

    public static T? GetNamedArgument<T>(string parameterName, char? separator = null) =>
        CommandLine.Values(parameterName) is { } values
            ? (T?)ValueConverter.Convert(new(values, $"--{Names.Dashed(parameterName)}"), typeof(T), separator)
            : default;

    public static T? GetNamedArgument<T>(Expression<Func<T>> expression, char? separator = null) =>
        GetNamedArgument<T>(NameOf(expression), separator);

    public static T? GetNamedArgument<T>(Expression<Func<object>> expression, char? separator = null) =>
        GetNamedArgument<T>(NameOf(expression), separator);

    static string NameOf(LambdaExpression expression) => BuildMembers.ShortName(expression.RequiredMember());
}
