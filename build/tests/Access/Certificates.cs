using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Lifecycle.Tests.Access;

/// <summary>An authority and what it has signed, as files that Redis reads.</summary>
internal sealed class Certificates
{
    private readonly string _folder;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public Certificates(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        using var authority = Sign("authority", "CN=the authority", issuer: null, _now.AddDays(30));
        using var redis = Sign("redis", "CN=redis", authority, _now.AddDays(30));
        using var expired = Sign("expired", "CN=expired", authority, _now.AddDays(-1));
        using var other = Sign("other", "CN=another authority", issuer: null, _now.AddDays(30));
    }

    public string Authority => Path("authority.crt");

    public string OtherAuthority => Path("other.crt");

    /// <summary>The settings of a Redis that only TLS leads to.</summary>
    public string[] Settings(int port, bool askClients, string certificate = "redis", string? authority = null) =>
    [
        "port 0",
        $"tls-port {port}",
        $"tls-cert-file {Path($"{certificate}.crt")}",
        $"tls-key-file {Path($"{certificate}.key")}",
        $"tls-ca-cert-file {authority ?? Authority}",
        $"tls-auth-clients {(askClients ? "yes" : "no")}",
    ];

    private string Path(string file) => System.IO.Path.Combine(_folder, file);

    private X509Certificate2 Sign(string name, string subject, X509Certificate2? issuer, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, hasPathLengthConstraint: false, 0, critical: true));
        var certificate = issuer is null
            ? request.CreateSelfSigned(_now.AddDays(-10), until)
            : request.Create(issuer, _now.AddDays(-9), until, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path($"{name}.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
