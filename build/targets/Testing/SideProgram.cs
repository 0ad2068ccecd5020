using System.Diagnostics;
using Lifecycle;
using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>A program beside the build, such as its tests: compiled for the engine that runs now, then started.</summary>
/// <param name="root">The repository.</param>
/// <param name="folder">Where its sources are, below build/.</param>
/// <param name="name">What its assembly is called.</param>
internal sealed class SideProgram(AbsolutePath root, string folder, string name)
{
    private AbsolutePath Assembly => root / ".nuke" / "temp" / "artifacts" / "bin" / name / "release" / $"{name}.dll";

    /// <exception cref="LifecycleException">It does not compile.</exception>
    public async Task CompileAsync(CancellationToken cancellationToken)
    {
        await using var turn = await WaitForTurnAsync(cancellationToken);
        string[] arguments = ["build", root / "build" / folder, "--configuration", "Release", "--verbosity", "quiet", "--nologo"];
        if (await DotNetAsync(arguments, new Dictionary<string, string>(), cancellationToken) is not 0 and var exitCode)
        {
            throw new LifecycleException($"The {folder} do not compile (dotnet build ended with status {exitCode})", "See the errors above");
        }
    }

    /// <returns>Its exit status.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken) =>
        DotNetAsync([Assembly, .. arguments], variables, cancellationToken);

    // The lock under which build.sh compiles: both write to the same folder.
    private async Task<FileStream> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(root / ".nuke" / "temp" / "build.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static async Task<int> DotNetAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)
            ?? throw new LifecycleException("dotnet did not start", "Run this through build.sh");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
