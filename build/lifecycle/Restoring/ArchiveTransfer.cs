using Lifecycle.Archives;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Streams;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Writes an archive's files beside Redis' own, as they come out of it.</summary>
internal static class ArchiveTransfer
{
    /// <param name="volume">Beside Redis.</param>
    /// <param name="journal">Is on the volume before anything else.</param>
    /// <param name="archive">Its bytes.</param>
    /// <param name="content">What it holds, or is to hold.</param>
    /// <param name="plan">Which files of it, under which names.</param>
    /// <param name="reporter">Is told how far it has come.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the archive was found to hold.</returns>
    /// <exception cref="ShellException">They did not arrive whole.</exception>
    /// <exception cref="InvalidDataException">The archive is not the one that was checked, or promised.</exception>
    public static async Task<ArchiveContent> RunAsync(VolumeAgent volume, RestoreJournal journal, Stream archive, ArchiveContent content, RestorePlan plan, IReporter reporter, CancellationToken cancellationToken)
    {
        var files = StagedContent.InOrder(content, plan);
        using var progress = reporter.Begin("Writing to the volume", plan.Size);
        await using var staging = await volume.OpenStagingAsync(journal, journal.Layout, [.. files.Select(file => new StagingFile(file.Name, file.Size))], cancellationToken);
        await using var counting = new ProgressStream(staging.Content, progress);
        await staging.AwaitBeginningAsync(cancellationToken);
        var found = content;
        try
        {
            await Halves.RunAsync(WriteAsync, staging.AwaitArrivalAsync, cancellationToken);
            return found;
        }
        catch (OtherEndGoneException echo)
        {
            throw new ShellException($"{volume.Name}: writing to the volume ended early", echo);
        }

        async Task WriteAsync(CancellationToken token)
        {
            found = await StagedContent.CopyAsync(archive, content, files, counting, token);
            await staging.EndContentAsync(token);
        }
    }
}
