using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Remembers which targets have succeeded, so that the same invocation can continue after a failure.</summary>
sealed class BuildAttempt(BuildSession session)
{
    readonly AbsolutePath file = session.TemporaryDirectory / "build-attempt.log";
    readonly List<string> succeeded = [];

    public void SkipSucceeded(IEnumerable<ExecutableTarget> plan)
    {
        var lines = file.FileExists() ? file.ReadAllLines() : [];
        if (lines.Length == 0 || lines[0] != Invocation())
            return;

        foreach (var target in plan.Where(x => lines.Contains(x.Name)))
        {
            target.Status = ExecutionStatus.Skipped;
            target.Skipped = "succeeded in the previous attempt";
            succeeded.Add(target.Name);
        }
    }

    public void Begin() => Save();

    public void Record(ExecutableTarget target)
    {
        succeeded.Add(target.Name);
        Save();
    }

    public void Forget() => BestEffort.Do(session, file.DeleteFile);

    void Save() => BestEffort.Do(session, () => file.WriteAllText(string.Join('\n', succeeded.Prepend(Invocation()))));

    /// <summary>As a hash, since arguments may be secret.</summary>
    string Invocation()
    {
        var arguments = session.CommandLine.Arguments.Where(x => !Names.Same(x, "continue"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', arguments))));
    }
}
