namespace Lifecycle.Shells;

/// <summary>How a command ended: its exit status and the beginning of what it wrote to standard error.</summary>
public readonly record struct Exit(int Status, string Error)
{
    public bool Succeeded => Status == 0;

    public string Reason => Error.Trim() is { Length: > 0 } error ? error : $"exit status {Status}";
}
