using System.Diagnostics;
using Lifecycle.Failures;
using Lifecycle.Shells;
using Lifecycle.Waiting;
using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>A program beside the build, such as its tests: compiled for the engine that runs now, then started.</summary>
/// <param name="root">The repository.</param>
/// <param name="folder">Where its sources are, below build/.</param>
/// <param name="name">What its assembly is called.</param>
internal sealed class SideProgram(AbsolutePath root, string folder, string name)
{
    private static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(10);

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private AbsolutePath Assembly => root / ".nuke" / "temp" / "artifacts" / "bin" / name / "release" / $"{name}.dll";

    /// <exception cref="LifecycleException">It does not compile.</exception>
    public async Task CompileAsync(CancellationToken cancellationToken)
    {
        await using var turn = await WaitForTurnAsync(cancellationToken);
        string[] arguments = ["build", root / "build" / folder, "--configuration", "Release", "--verbosity", "quiet", "--nologo"];
        // Another folder's global.json would choose another SDK.
        if (await StartAsync([DotNet, .. arguments], new Dictionary<string, string>(), cancellationToken, within: root) is not 0 and var exitCode)
        {
            throw new LifecycleException($"The {folder} do not compile (dotnet build ended with status {exitCode})", "See the errors above");
        }
    }

    /// <param name="arguments">Of the program.</param>
    /// <param name="variables">Beside those that this process has.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="confinement">A command that goes before, and runs what follows it.</param>
    /// <returns>Its exit status.</returns>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken, IReadOnlyList<string>? confinement = null) =>
        StartAsync([.. confinement ?? [], DotNet, Assembly, .. arguments], variables, cancellationToken);

    // The lock under which build.sh compiles: both write to the same folder.
    private async Task<FileStream> WaitForTurnAsync(CancellationToken cancellationToken) =>
        await new Patience(TurnLimit, TimeProvider.System).UntilAsync(_ => Task.FromResult(TryTakeTurn()), cancellationToken)
            ?? throw new LifecycleException($"Another build has compiled here for {TurnLimit.TotalMinutes:0} minutes", "See whether it still gets on, and run this again");

    private FileStream? TryTakeTurn()
    {
        try
        {
            return new FileStream(root / ".nuke" / "temp" / "build.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<int> StartAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken, string within = "")
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = within };
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        try
        {
            return await ProcessRun.RunInForegroundAsync(start, cancellationToken);
        }
        catch (ShellException exception)
        {
            throw new LifecycleException(exception.Message, "Run this through build.sh", exception);
        }
    }
}
