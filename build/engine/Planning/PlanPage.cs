using System.ComponentModel;
using System.Diagnostics;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>Shows all targets, and in what order the invoked ones run, as a page of its own.</summary>
static class PlanPage
{
    public static void Show(IReadOnlyList<ExecutableTarget> targets, IReadOnlyCollection<ExecutableTarget> plan, BuildSession session)
    {
        var file = session.TemporaryDirectory / "execution-plan.html";
        file.WriteAllText(PlanHtml.Create(targets, plan));
        session.Out.WriteLine(file);
        if (session.IsTerminal && HasDesktop(session))
            Open(file);
    }

    static bool HasDesktop(BuildSession session) =>
        NukeBuild.IsLocalBuild
        && (!OperatingSystem.IsLinux() || session.Variables.ContainsKey("DISPLAY") || session.Variables.ContainsKey("WAYLAND_DISPLAY"));

    /// <summary>The path has been printed: a desktop without a browser is no failure.</summary>
    static void Open(AbsolutePath file)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(file) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
        }
    }
}
