using Lifecycle.Archives;

namespace Lifecycle.Restoring;

/// <summary>
/// What goes to the volume: the content of the files that Redis is to load, one after the other, and nothing else of the
/// archive. Their names and sizes go ahead, in the command that takes them.
/// </summary>
internal sealed class StagedContent : IContentTaker
{
    // What a tar may be filled up to after its end mark.
    private const long MostPadding = 16 * 1024 * 1024;

    private readonly ArchiveContent _content;
    private readonly IReadOnlyList<PlannedFile> _files;
    private readonly Stream _destination;
    private int _copied;

    private StagedContent(ArchiveContent content, IReadOnlyList<PlannedFile> files, Stream destination) =>
        (_content, _files, _destination) = (content, files, destination);

    /// <summary>A plan whose files are in the order in which the archive holds them; those that it does not hold come last.</summary>
    public static IReadOnlyList<PlannedFile> InOrder(ArchiveContent content, RestorePlan plan) =>
        [.. content.Files.Keys.Join(plan.Files, path => path, file => file.Archived?.Path, (_, file) => file), .. plan.Files.Where(file => file.Archived is null)];

    /// <summary>Copies them, and reads the archive to its end: the digest covers all of it.</summary>
    /// <returns>What the archive was found to hold.</returns>
    /// <exception cref="InvalidDataException">The archive is not the one that the plan was made from.</exception>
    public static async Task<ArchiveContent> CopyAsync(Stream archive, ArchiveContent content, IReadOnlyList<PlannedFile> files, Stream destination, CancellationToken cancellationToken)
    {
        var staged = new StagedContent(content, files, destination);
        var found = await ReadAsync(archive, content, staged, cancellationToken);
        if (content.IsPromise)
        {
            found.Require(content.Sha256, content.Files.Values.Select(file => file.ToArchived()));
        }

        staged.Require(found.Sha256 == content.Sha256);
        await staged.CompleteAsync(cancellationToken);
        return found;
    }

    private static async Task<ArchiveContent> ReadAsync(Stream archive, ArchiveContent content, StagedContent staged, CancellationToken cancellationToken)
    {
        try
        {
            return await ArchiveContent.ReadAsync(archive, content.IsPromise ? content.Size + MostPadding : long.MaxValue, staged, cancellationToken);
        }
        catch (TooLargeException exception)
        {
            throw new InvalidDataException("the archive unpacks to more than its manifest says", exception);
        }
    }

    public Stream? Begin(string path, long size)
    {
        if (_copied == _files.Count || _files[_copied].Archived is not { } wanted || _content.Within(path) != wanted.Path)
        {
            return null;
        }

        Require(size == wanted.Size);
        return _destination;
    }

    public async Task EndAsync(CancellationToken cancellationToken) => await CopyLogAsync(_files[_copied++], cancellationToken);

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        Require(_copied == _files.Count(file => file.Archived is not null));
        foreach (var file in _files.Skip(_copied))
        {
            await CopyLogAsync(file, cancellationToken);
        }
    }

    private Task CopyLogAsync(PlannedFile file, CancellationToken cancellationToken) =>
        file.Log?.CopyAsync(_destination, cancellationToken) ?? Task.CompletedTask;

    private void Require(bool asPlanned)
    {
        if (!asPlanned)
        {
            throw new InvalidDataException(_content.IsPromise ? "its files are not those that its manifest lists, or lie in another order" : "the archive has changed since it was checked");
        }
    }
}
