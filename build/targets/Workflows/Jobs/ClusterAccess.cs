using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>The steps that open a way to the cluster, and those that close it whatever happened in between.</summary>
internal static class ClusterAccess
{
    private const string HasTunnel = "inputs.instance-id != ''";

    /// <summary>What the action is told.</summary>
    public static IReadOnlyDictionary<string, ActionInput> Inputs { get; } = new Dictionary<string, ActionInput>
    {
        ["kubeconfig"] = new("Leads to the cluster. None: that of the runner, or no cluster"),
        ["instance-id"] = new("Instance to reach the cluster through, by SSM. None: directly"),
        ["aws-role"] = new("Role to assume in AWS. None: that of the runner, or no AWS"),
        ["aws-region"] = new("Its region"),
    };

    /// <summary>What a workflow that is called may be given; the environment's own comes first.</summary>
    public static IReadOnlyDictionary<string, Secret> Secrets { get; } = new Dictionary<string, Secret>
    {
        [DeclaredSettings.Kubeconfig.Name] = new("Leads to the cluster, where the environment has none of its own", Required: false),
    };

    /// <summary>What a job of an environment tells it.</summary>
    /// <param name="needsTunnel">Where the runner is not beside the cluster.</param>
    public static IReadOnlyDictionary<string, object> Values(bool needsTunnel) => new Dictionary<string, object>(
    [
        KeyValuePair.Create<string, object>("kubeconfig", DeclaredSettings.Kubeconfig.Value),
        .. needsTunnel ? [KeyValuePair.Create<string, object>("instance-id", DeclaredSettings.Instance.ValueOr("instance_id"))] : Array.Empty<KeyValuePair<string, object>>(),
        KeyValuePair.Create<string, object>("aws-role", DeclaredSettings.AwsRole.Value),
        KeyValuePair.Create<string, object>("aws-region", DeclaredSettings.AwsRegion.Value),
    ]);

    public static IReadOnlyList<Step> Open { get; } =
    [
        new ConfigureAwsCredentials { RoleToAssume = "${{ inputs.aws-role }}", AwsRegion = "${{ inputs.aws-region }}" }.As("Assume the AWS role", condition: "inputs.aws-role != ''"),
        new()
        {
            Name = "Write the kubeconfig",
            If = "inputs.kubeconfig != ''",
            Env = new Dictionary<string, string> { ["KUBECONFIG_CONTENT"] = "${{ inputs.kubeconfig }}" },
            Run =
                """
                install -m 600 /dev/null "$RUNNER_TEMP/kubeconfig"
                printf '%s\n' "$KUBECONFIG_CONTENT" > "$RUNNER_TEMP/kubeconfig"
                sed -nE 's/.*(token|client-key-data)"?: *"?([^",} ]+).*/::add-mask::\2/p' "$RUNNER_TEMP/kubeconfig"
                echo "KUBECONFIG=$RUNNER_TEMP/kubeconfig" >> "$GITHUB_ENV"

                """.ReplaceLineEndings("\n"),
        },
        new()
        {
            Name = "Open a tunnel to the instance",
            If = HasTunnel,
            Env = new Dictionary<string, string> { ["INSTANCE_ID"] = "${{ inputs.instance-id }}" },
            Run = "scripts/k3s-tunnel.sh up \"$INSTANCE_ID\"",
        },
    ];

    public static IReadOnlyList<Step> Close { get; } =
    [
        new()
        {
            Name = "Close the tunnel",
            If = $"always() && {HasTunnel}",
            Run = "scripts/k3s-tunnel.sh down",
        },
        new()
        {
            Name = "Remove the kubeconfig",
            If = "always()",
            Run = "rm -f \"$RUNNER_TEMP/kubeconfig\"",
        },
    ];
}
