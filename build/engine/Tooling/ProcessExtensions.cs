namespace Nuke.Common.Tooling;

public static class ProcessExtensions
{
    public static IProcess AssertWaitForExit(this IProcess process)
    {
        Assert.True(process.WaitForExit(), $"'{process.FileName}' did not end in time.");
        return process;
    }

    public static IProcess AssertZeroExitCode(this IProcess process)
    {
        process.AssertWaitForExit();
        Assert.True(process.ExitCode == 0, $"'{process.FileName}' exited with code {process.ExitCode}.");
        return process;
    }
}
