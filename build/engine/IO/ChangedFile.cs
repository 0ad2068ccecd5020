using Nuke.Common.IO;

namespace Nuke.Common.Utilities;

/// <summary>Leaves a file alone that already says the same.</summary>
static class ChangedFile
{
    public static bool Write(AbsolutePath file, string content)
    {
        if (file.FileExists() && file.ReadAllText() == content)
            return false;

        file.WriteAllText(content, eofLineBreak: false);
        return true;
    }
}
