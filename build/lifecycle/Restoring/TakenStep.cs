using Lifecycle.Failures;
using Lifecycle.Shells;
using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Restoring;

/// <summary>
/// A step that was not to be cut in the middle. One that ends Redis ends the container and with it the connection: that it
/// went through shows in the volume afterwards.
/// </summary>
/// <param name="Exit">How it ended; as if it had gone through, where nobody has heard.</param>
/// <param name="Lost">Why nobody has heard.</param>
internal sealed record TakenStep(Exit Exit, ShellException? Lost)
{
    /// <param name="volume">Beside Redis.</param>
    /// <param name="step">The step.</param>
    /// <param name="ends">The run of Redis that it ends; null where it ends none.</param>
    public static async Task<TakenStep> TakeAsync(VolumeAgent volume, Func<VolumeAgent, Task<Exit>> step, string? ends)
    {
        try
        {
            var exit = await step(volume);
            return new TakenStep(ends is not null && !Enum.IsDefined((AgentStatus)exit.Status) && await IsGoneAsync(volume, ends) ? default : exit, null);
        }
        catch (ShellException exception) when (ends is not null)
        {
            return new TakenStep(default, exception);
        }
    }

    /// <summary>A connection may also break before the step has reached the pod, or while it is still at work there.</summary>
    /// <exception cref="ShellException">It has not begun.</exception>
    public async Task RequireBegunAsync(VolumeAgent volume, RestoreJournal journal, CancellationToken cancellationToken)
    {
        if (Lost is null)
        {
            return;
        }

        var patience = new Patience(VolumeAgent.StepLimit, TimeProvider.System);
        bool? begun = false;
        // Whoever answers after nobody did may be the Redis that was restored: nobody is to write to it before it is counted.
        while ((begun = await HasBegunAsync(volume, journal, hold: begun is null)) != true)
        {
            if (patience.IsOver)
            {
                // Where nobody answers for so long Redis is ending, or starts anew.
                if (begun is null)
                {
                    return;
                }

                throw Lost;
            }

            await patience.PauseAsync(cancellationToken);
        }
    }

    /// <summary>Null where nobody answers.</summary>
    private static async Task<bool?> HasBegunAsync(VolumeAgent volume, RestoreJournal journal, bool hold)
    {
        try
        {
            return (await volume.TrySurveyAsync(hold, CancellationToken.None)).Survey is { } survey
                ? journal.HasRestarted(survey) || journal.IsRestoredInForce(survey) != false
                : null;
        }
        catch (Exception exception) when (exception is ShellException or UnreachableException)
        {
            return null;
        }
    }

    // Where the news of its end comes late another serves by now.
    private static async Task<bool> IsGoneAsync(VolumeAgent volume, string run)
    {
        try
        {
            return (await volume.TrySurveyAsync(hold: false, CancellationToken.None)).Survey?.Info.RunId != run;
        }
        catch (ShellException)
        {
            return true;
        }
    }
}
