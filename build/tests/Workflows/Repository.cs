using System.Runtime.CompilerServices;

namespace Lifecycle.Tests.Workflows;

internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Workflow(string name) => Path.Combine(Root, ".github", "workflows", $"{name}.yml");

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
