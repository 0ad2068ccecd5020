using Lifecycle.Reporting;

namespace Lifecycle.Tests.Support;

internal static class Silence
{
    public static IReporter Reporter { get; } = new ConsoleReporter(TextWriter.Null, TextWriter.Null, terminal: false, colours: false);
}
