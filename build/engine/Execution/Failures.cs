namespace Nuke.Common.Execution;

static class Failures
{
    /// <summary>The message is for everyone, the stack trace for those who ask for it.</summary>
    public static void Report(Exception exception, BuildSession session) =>
        session.ReportingHost.ReportError(exception.Message, session.IsVerbose ? exception.ToString() : null);

    /// <summary>Cancelled by someone, unlike a request that ran out of time.</summary>
    public static bool IsInterruption(Exception exception) =>
        exception is OperationCanceledException { InnerException: not TimeoutException };
}
