using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>The directory that holds .nuke.</summary>
static class RootDirectory
{
    public static AbsolutePath Find(BuildSession session)
    {
        if (session.BuiltIn("Root", ["."]) is { } given)
            return session.WorkingDirectory / given.Values[0];

        return Above(session.ProgramDirectory) ?? Above(session.WorkingDirectory)
            ?? throw new BuildError($"There is no '.nuke' directory above '{session.WorkingDirectory}'. Create one, or give '--root'.");
    }

    static AbsolutePath? Above(AbsolutePath directory) =>
        directory.FindParentOrSelf(x => (x / ".nuke").DirectoryExists());
}
