namespace Targets.Workflows.Model;

/// <summary>Actions of other people, each at one commit: a tag can be moved, a commit cannot.</summary>
internal static class Actions
{
    public static readonly string Checkout = Pin("actions/checkout", "de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2");
    public static readonly string SetUpDotnet = Pin("actions/setup-dotnet", "c2fa09f4bde5ebb9d1777cf28262a3eb3db3ced7", "v5.2.0");
    public static readonly string Cache = Pin("actions/cache", "cdf6c1fa76f9f475f3d7449005a359c84ca0f306", "v5.0.3");
    public static readonly string UploadArtifact = Pin("actions/upload-artifact", "b7c566a772e6b6bfb58ed0dc250532a479d7789f", "v6.0.0");
    public static readonly string ConfigureAwsCredentials = Pin("aws-actions/configure-aws-credentials", "ec61189d14ec14c8efccab744f656cffd0e33f37", "v6.1.0");

    private static Dictionary<string, string>? s_versions;

    /// <summary>Names the version beside each commit.</summary>
    public static string AddVersions(string yaml) =>
        s_versions!.Aggregate(yaml, (text, pin) => text.Replace($"{pin.Key}\n", $"{pin.Key} # {pin.Value}\n", StringComparison.Ordinal));

    private static string Pin(string action, string commit, string version)
    {
        var pinned = $"{action}@{commit}";
        (s_versions ??= []).Add(pinned, version);
        return pinned;
    }
}
