namespace Targets.Workflows.Model;

/// <summary>Gets the sources.</summary>
internal sealed record Checkout() : UsedAction("actions/checkout")
{
    /// <summary>Whether the job's token stays in the configuration of git.</summary>
    public required bool PersistCredentials { get; init; }

    /// <summary><c>owner/name</c>; null for the one that the workflow runs for.</summary>
    public string? Repository { get; init; }

    /// <summary>A commit; null for the one that the workflow runs for.</summary>
    public string? Ref { get; init; }
}

/// <summary>Puts an SDK on PATH.</summary>
internal sealed record SetUpDotnet() : UsedAction("actions/setup-dotnet")
{
    /// <summary>The file that says which.</summary>
    public required string GlobalJsonFile { get; init; }
}

/// <summary>Keeps a folder from one run to the next.</summary>
internal sealed record Cache() : UsedAction("actions/cache")
{
    public required string Path { get; init; }

    /// <summary>Another key, another content.</summary>
    public required string Key { get; init; }
}

/// <summary>Keeps files of a run, for its other jobs and for people.</summary>
internal sealed record UploadArtifact() : UsedAction("actions/upload-artifact")
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary>What to make of nothing: error, warn or ignore.</summary>
    public required string IfNoFilesFound { get; init; }

    public required int RetentionDays { get; init; }

    /// <summary>From 0 to 9.</summary>
    public int? CompressionLevel { get; init; }
}

/// <summary>Gets what a job of this run has kept.</summary>
internal sealed record DownloadArtifact() : UsedAction("actions/download-artifact")
{
    public required string Name { get; init; }

    /// <summary>The folder that it goes to.</summary>
    public required string Path { get; init; }
}

/// <summary>Has GitHub sign that this run has made something, which is known by its digest.</summary>
internal sealed record Attest() : UsedAction("actions/attest")
{
    public required string SubjectName { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string SubjectDigest { get; init; }
}

/// <summary>Proves to AWS which job this is, and leaves keys of a session in the environment of the steps after it.</summary>
internal sealed record ConfigureAwsCredentials() : UsedAction("aws-actions/configure-aws-credentials")
{
    public required string RoleToAssume { get; init; }

    public required string AwsRegion { get; init; }
}
