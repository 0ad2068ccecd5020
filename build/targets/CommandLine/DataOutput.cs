using Targets.Components;

namespace Targets.CommandLine;

/// <summary>With <c>--output json</c> standard output holds the data alone, for a script to read; all else goes to standard error.</summary>
internal static class DataOutput
{
    /// <summary>Where the data goes; null where it goes with everything else.</summary>
    public static TextWriter? Writer { get; private set; }

    /// <summary>Before an engine writes its first line.</summary>
    public static void SetAside(Arguments arguments)
    {
        if (arguments.ValuesOf("output").Contains(nameof(ListFormat.Json), StringComparer.OrdinalIgnoreCase))
        {
            Writer = Console.Out;
            Console.SetOut(Console.Error);
        }
    }
}
