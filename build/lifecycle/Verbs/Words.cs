namespace Lifecycle.Verbs;

/// <summary>What several verbs say.</summary>
internal static class Words
{
    public const string SwitchedOff = "switched off by --redis-backup-restore false";
    public const string NoBucket = "no bucket is named";
    public const string NameBucket = "Give --backup-bucket (or TF_BACKUP_BUCKET_NAME), or a --store";
}
