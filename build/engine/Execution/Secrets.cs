namespace Nuke.Common.Execution;

/// <summary>Texts that must not be printed.</summary>
sealed class Secrets
{
    volatile string[] values = [];

    public IReadOnlyList<string> Values => values;

    /// <summary>Every line counts by itself, since output comes in lines.</summary>
    public void Add(string secret)
    {
        var lines = secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        values = [.. values.Union(lines).OrderByDescending(x => x.Length)];
    }
}
