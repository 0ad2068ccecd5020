namespace Lifecycle.Archives;

/// <summary>Is given what an archive holds, file by file, while that is read and checked.</summary>
internal interface IContentTaker
{
    /// <returns>What takes the file's content; null for one that is not wanted.</returns>
    /// <exception cref="InvalidDataException">It is not what was promised.</exception>
    Stream? Begin(TarHeader file);

    /// <summary>All of that file has been read.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}
