using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Targets.CommandLine;

/// <summary>Writes the plan as a page, and ends there. One engine's own way fails where there is no browser.</summary>
internal sealed class ShowsPlanAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority => 2;

    private static bool HasDesktop => !Console.IsOutputRedirected
        && (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("DISPLAY") is not null || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is not null);

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (Build.Plan)
        {
            var file = Build.TemporaryDirectory / "execution-plan.html";
            _ = Directory.CreateDirectory(Build.TemporaryDirectory);
            File.WriteAllText(file, PlanPage.Create(executableTargets, executionPlan));
            Console.WriteLine(file);
            Open(file);
            Environment.Exit(0);
        }
    }

    // The path has been printed: a desktop without a browser is no failure.
    private void Open(AbsolutePath file)
    {
        try
        {
            using var browser = Build.IsLocalBuild && HasDesktop ? Process.Start(new ProcessStartInfo(file) { UseShellExecute = true }) : null;
        }
        catch (Win32Exception)
        {
        }
    }
}
