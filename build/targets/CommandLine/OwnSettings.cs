namespace Targets.CommandLine;

/// <summary>What build.sh sets for this process alone, and what this process starts is to run without.</summary>
internal static class OwnSettings
{
    private static readonly string[] Names = ["DOTNET_EnableWriteXorExecute", "DOTNET_TC_CallCounting", "DOTNET_GCRegionSize", "DOTNET_GCgen0size", "MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_"];

    /// <summary>What they were, as <c>NAME=value</c>: for whoever starts this program as build.sh does.</summary>
    public static IReadOnlyList<string> Found { get; } =
        [.. Names.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(setting => setting.Value is not null).Select(setting => $"{setting.Name}={setting.Value}")];

    public static void Forget()
    {
        foreach (var setting in Found)
        {
            Environment.SetEnvironmentVariable(setting[..setting.IndexOf('=', StringComparison.Ordinal)], null);
        }
    }
}
