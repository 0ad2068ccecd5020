using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Lifecycle.Tests.Support;

/// <summary>
/// The types that a run of the program loads, as the runtime itself tells: most of the processor time before a connection
/// exists goes into them, and unlike time their number does not depend on how busy a machine is.
/// </summary>
internal static class LoadedTypes
{
    // TypeDiagnostic, informational: https://learn.microsoft.com/dotnet/fundamentals/diagnostics/runtime-type-events
    private const string TypeLoads = "Microsoft-Windows-DotNETRuntime:0x8000000000:4";

    public static async Task<IReadOnlySet<string>> OfAsync(Checkout checkout, params string[] arguments)
    {
        var trace = Path.Combine(checkout.Root, "types.nettrace");
        checkout.Variables["DOTNET_EnableEventPipe"] = "1";
        checkout.Variables["DOTNET_EventPipeConfig"] = TypeLoads;
        checkout.Variables["DOTNET_EventPipeOutputPath"] = trace;
        var (exitCode, output) = await checkout.RunAsync(arguments);
        Assert.True(exitCode == 0, output);
        return Read(trace);
    }

    private static HashSet<string> Read(string trace)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        using var source = new EventPipeEventSource(trace);
        source.Clr.TypeLoadStop += load => types.Add(load.TypeName);
        _ = source.Process();
        return types;
    }
}
