namespace Nuke.Common.Execution;

/// <summary>All that NUKE knows: the schema is the same whichever engine wrote it.</summary>
static class SchemaHosts
{
    public static readonly string[] All =
    [
        "AppVeyor",
        "AzurePipelines",
        "Bamboo",
        "Bitbucket",
        "Bitrise",
        "GitHubActions",
        "GitLab",
        "Jenkins",
        "Rider",
        "SpaceAutomation",
        "TeamCity",
        "Terminal",
        "TravisCI",
        "VisualStudio",
        "VSCode",
    ];
}
