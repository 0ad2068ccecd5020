namespace Lifecycle.Tests.Proxies;

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

internal sealed record WireFault(FaultKind Kind)
{
    public static readonly WireFault None = new(FaultKind.None);

    public int Status { get; init; }

    public string Code { get; init; } = "";

    public string Headers { get; init; } = "";

    /// <summary>How long a stalled answer is waited for before the connection breaks; for ever unless told.</summary>
    public TimeSpan Hold { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Done when the server has answered, before anybody hears of it.</summary>
    public Action? Then { get; init; }

    public static WireFault Answer(int status, string code, string headers = "") => new(FaultKind.Answer) { Status = status, Code = code, Headers = headers };

    public override string ToString() => Kind == FaultKind.Answer ? $"{Status} {Code}" : Kind.ToString();
}

/// <summary>The head of a request, and which one it is, from 1.</summary>
internal sealed record ProxiedRequest(int Number, string Method, string Target, string Head)
{
    /// <summary>It becomes a connection of another kind, as the running of a command in a pod does.</summary>
    public bool IsUpgrade => Head.Contains("\r\nUpgrade:", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Number}: {Method} {Target}";
}
