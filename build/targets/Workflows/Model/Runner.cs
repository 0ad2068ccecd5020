namespace Targets.Workflows.Model;

/// <summary>What the jobs of a workflow run on.</summary>
internal enum Runner
{
    Ubuntu2404,

    Ubuntu2404Arm,

    /// <summary>One's own, on a host of k3s: it reaches the API server without a tunnel.</summary>
    K3sHost,
}

internal static class Runners
{
    public static bool NeedsTunnel(this Runner runner) => runner != Runner.K3sHost;

    /// <summary>One label, or a list of those that it must have.</summary>
    public static object Labels(this Runner runner) => runner switch
    {
        Runner.Ubuntu2404Arm => "ubuntu-24.04-arm",
        Runner.K3sHost => new Inline { "self-hosted", "k3s" },
        _ => "ubuntu-24.04",
    };
}
