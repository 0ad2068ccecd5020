using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>Becomes a file only when complete, and only when it differs.</summary>
sealed class PendingFile(AbsolutePath file) : MemoryStream
{
    public bool Save() => ChangedFile.Write(file, Encoding.UTF8.GetString(ToArray()));
}
