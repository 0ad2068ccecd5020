using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lifecycle.Failures;

namespace Lifecycle.Volume;

/// <summary>
/// redis-cli says that a certificate is not accepted and not why. The agent tells which was used and which authority was to
/// vouch for it, and what is wrong with them is read here.
/// </summary>
internal static class Distrust
{
    public static LifecycleException Explain(string where, string words, string told)
    {
        var parts = told.Split("\nauthority: ", 2);
        var (certificatePath, certificate) = Read(parts[0].Split("\ncertificate: ", 2).ElementAtOrDefault(1) ?? "");
        var (authorityPath, authority) = Read(parts.ElementAtOrDefault(1) ?? "");
        using (certificate)
        using (authority)
        {
            return (certificate, authority) switch
            {
                (null, _) => new LifecycleException($"{where}: {words}", "Let tls-cert-file, tls-key-file and tls-ca-cert-file in Redis' settings name files that can be read in its container"),
                ({ } own, _) when Lifetime(own) is { } outside => new LifecycleException($"{where}: the certificate {certificatePath} {outside}", "Renew it, and restart Redis or load it with CONFIG SET tls-cert-file"),
                (_, { } other) when Lifetime(other) is { } outside => new LifecycleException($"{where}: the authority {authorityPath} {outside}", "Renew it, and every certificate that it has signed"),
                ({ } own, { } other) when own.Issuer != other.Subject => new LifecycleException($"{where}: the certificate {certificatePath} is signed by {own.Issuer}, and {authorityPath} holds {other.Subject}", "Let tls-ca-cert-file name the authority that has signed it"),
                _ => new LifecycleException($"{where}: {words}", $"See that {authorityPath} has signed {certificatePath}, and that it may be used by a client where tls-auth-clients asks for one"),
            };
        }
    }

    private static string? Lifetime(X509Certificate2 certificate) =>
        certificate.NotAfter.ToUniversalTime() is var end && end < DateTime.UtcNow ? string.Create(CultureInfo.InvariantCulture, $"expired on {end:yyyy-MM-dd}")
        : certificate.NotBefore.ToUniversalTime() is var start && start > DateTime.UtcNow ? string.Create(CultureInfo.InvariantCulture, $"is not valid before {start:yyyy-MM-dd}")
        : null;

    private static (string Path, X509Certificate2? Certificate) Read(string told)
    {
        var path = told.Split('\n', 2)[0];
        try
        {
            return (path, X509Certificate2.CreateFromPem(told));
        }
        catch (CryptographicException)
        {
            // No file, or none with a certificate in it.
            return (path, null);
        }
    }
}
