using System.Diagnostics;

namespace Lifecycle.Tests.Support;

/// <summary>Programs of other people, as a user would run them.</summary>
internal static class Tool
{
    public static bool IsOnPath(string name) => Find(name) is not null;

    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static async Task<string> RunAsync(IReadOnlyList<string> command, string workingDirectory)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(RedisInstance.Cancel);
        await process.WaitForExitAsync(RedisInstance.Cancel);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
