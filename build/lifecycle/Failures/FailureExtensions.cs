namespace Lifecycle.Failures;

internal static class FailureExtensions
{
    /// <summary>What went wrong, without what to do.</summary>
    public static string Problem(this Exception exception) => (exception as LifecycleException)?.Problem ?? exception.Message;
}
