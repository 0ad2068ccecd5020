using Nuke.Common.Execution;

namespace Nuke.Common.Utilities;

/// <summary>Files for convenience: a checkout that cannot be written to is no reason to fail.</summary>
static class BestEffort
{
    public static void Do(BuildSession session, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (session.IsVerbose)
                session.ReportingHost.ReportWarning(exception.Message);
        }
    }
}
