using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>The steps that open a way to the cluster, and those that close it whatever happened in between.</summary>
internal static class ClusterAccess
{
    private const string HasTunnel = "env.INSTANCE_ID != ''";

    public static IReadOnlyList<Step> Open { get; } =
    [
        new()
        {
            Name = "Assume the AWS role",
            If = "vars.AWS_ROLE_ARN != ''",
            Uses = Actions.ConfigureAwsCredentials,
            With = new Dictionary<string, object>
            {
                ["role-to-assume"] = "${{ vars.AWS_ROLE_ARN }}",
                ["aws-region"] = "${{ vars.AWS_REGION }}",
            },
        },
        new()
        {
            Name = "Write the kubeconfig",
            Env = new Dictionary<string, string> { ["KUBECONFIG_CONTENT"] = "${{ secrets.KUBECONFIG }}" },
            Run =
                """
                install -m 600 /dev/null "$RUNNER_TEMP/kubeconfig"
                printf '%s\n' "$KUBECONFIG_CONTENT" > "$RUNNER_TEMP/kubeconfig"
                echo "KUBECONFIG=$RUNNER_TEMP/kubeconfig" >> "$GITHUB_ENV"

                """.ReplaceLineEndings("\n"),
        },
        new()
        {
            Name = "Open a tunnel to the instance",
            If = HasTunnel,
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
