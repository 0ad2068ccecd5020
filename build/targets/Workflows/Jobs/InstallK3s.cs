using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>A throwaway cluster in the job: one version of k3s, by its own script at one commit.</summary>
internal static class InstallK3s
{
    private const string Version = "v1.32.5+k3s1";
    private const string Script = "https://raw.githubusercontent.com/k3s-io/k3s/7e59376bb91d451d3eaf16b9a3f80ae4d711b2bc/install.sh";

    public static Step Step { get; } = new()
    {
        Name = "Install k3s",
        Env = new Dictionary<string, string> { ["INSTALL_K3S_VERSION"] = Version },
        Run =
            $"""
            curl -fsSL --retry 3 -o "$RUNNER_TEMP/install-k3s.sh" {Script}
            sh "$RUNNER_TEMP/install-k3s.sh" --disable traefik
            sudo install -m 600 -o "$USER" /etc/rancher/k3s/k3s.yaml "$RUNNER_TEMP/k3s.yaml"
            timeout 300 sh -c 'until sudo k3s kubectl get nodes --no-headers | grep -qw Ready; do sleep 2; done'
            echo "TEST_KUBECONFIG=$RUNNER_TEMP/k3s.yaml" >> "$GITHUB_ENV"

            """.ReplaceLineEndings("\n"),
    };
}
