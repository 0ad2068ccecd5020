namespace Lifecycle.Tests.S3;

/// <summary>What befalls a request on its way.</summary>
internal enum FaultKind
{
    None,

    /// <summary>The connection breaks before the server has heard of it.</summary>
    ResetBefore,

    /// <summary>The connection breaks once the server has done it.</summary>
    ResetAfter,

    /// <summary>The server has done it, and its answer never comes.</summary>
    Stall,

    /// <summary>The answer breaks off in the middle.</summary>
    Truncate,

    /// <summary>One bit of what is sent changes.</summary>
    Damage,

    /// <summary>Another answer, without the server having heard of it.</summary>
    Answer,
}

internal sealed record Fault(FaultKind Kind)
{
    public static readonly Fault None = new(FaultKind.None);

    public int Status { get; init; }

    public string Code { get; init; } = "";

    public string Headers { get; init; } = "";

    public static Fault Answer(int status, string code, string headers = "") => new(FaultKind.Answer) { Status = status, Code = code, Headers = headers };

    public override string ToString() => Kind == FaultKind.Answer ? $"{Status} {Code}" : Kind.ToString();
}

/// <summary>The head of a request, and which one it is, from 1.</summary>
internal sealed record ProxiedRequest(int Number, string Method, string Target, string Head)
{
    public override string ToString() => $"{Number}: {Method} {Target}";
}
