using Lifecycle.Failures;

namespace Targets.Workflows.Generation;

/// <summary>Writes the generated files, or says how they differ from what is there.</summary>
internal sealed class WorkflowGenerator(IReadOnlyList<GeneratedFile> files, string root, TextWriter output)
{
    public void Write()
    {
        foreach (var file in files.Where(file => file.Save(root)))
        {
            output.WriteLine($"Generated {file.Path}");
        }
    }

    /// <exception cref="LifecycleException">A file is not what it would be if it were generated now.</exception>
    public void Check()
    {
        var outdated = files.Where(file => !file.IsUpToDate(root)).ToList();
        foreach (var file in outdated)
        {
            output.Write(file.Diff(root));
        }

        if (outdated.Count > 0)
        {
            throw new LifecycleException(
                $"Out of date: {string.Join(", ", outdated.Select(file => file.Path))}",
                "Run ./build.sh Workflows and commit what it writes");
        }
    }
}
