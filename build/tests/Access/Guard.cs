using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Access;

/// <summary>How a Redis keeps others out: its settings, and what somebody has to say who may come in.</summary>
internal sealed record Guard(string[] Settings, string? Password = null, string? User = null)
{
    public const string None = "none";
    public const string RequirePass = "requirepass";
    public const string AclUser = "an ACL user";
    public const string Tls = "TLS";
    public const string ClientCertificate = "TLS with a client certificate";
    public const string Secret = "s3cret of nobody's business";

    public static string[] All { get; } = [None, RequirePass, AclUser, Tls, ClientCertificate];

    /// <param name="name">One of these.</param>
    /// <param name="folder">For its files.</param>
    public static Guard Of(string name, string folder) => name switch
    {
        None => new Guard([]),
        RequirePass => new Guard([$"requirepass \"{Secret}\""], Secret),
        AclUser => new Guard(["user default off", $"user \"keeper\" on \">{Secret}\" ~* &* +@all"], Secret, "keeper"),
        Tls => new Guard(new Certificates(folder).Settings(LoopbackPort.Take(), askClients: false)),
        ClientCertificate => new Guard([.. new Certificates(folder).Settings(LoopbackPort.Take(), askClients: true), $"requirepass \"{Secret}\""], Secret),
        _ => throw new ArgumentException($"there is no guard {name}", nameof(name)),
    };

}
