namespace Nuke.Common.Execution;

/// <summary>Someone's own machine.</summary>
public class Terminal : Host
{
    public static bool IsRunningTerminal => BuildSession.Current.Host is Terminal;
}
