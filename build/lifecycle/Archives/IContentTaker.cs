namespace Lifecycle.Archives;

/// <summary>Is given what an archive holds, file by file, while that is read and checked.</summary>
internal interface IContentTaker
{
    /// <param name="path">As the archive has it.</param>
    /// <param name="size">In bytes.</param>
    /// <returns>What takes the file's content; null for one that is not wanted.</returns>
    /// <exception cref="InvalidDataException">It is not what was promised.</exception>
    Stream? Begin(string path, long size);

    /// <summary>All of that file has been read.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}
