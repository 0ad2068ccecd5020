using System.Net.Sockets;
using System.Security.Authentication;
using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>What keeps a request from being answered.</summary>
internal static partial class S3Failure
{
    private static UnreachableException OfNetwork(Exception exception, S3Connection connection, int attempts)
    {
        var server = Server(connection);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return new($"The name of {server} is not known", "Check --s3-endpoint or AWS_ENDPOINT_URL_S3, and this machine's DNS", exception);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return new($"Nothing answers at {server} (connection refused)", "Start it, or check --s3-endpoint or AWS_ENDPOINT_URL_S3", exception);
                case AuthenticationException:
                    return new($"{server} cannot be trusted: {cause.Message}", "Check https or http in --s3-endpoint; for a private authority, name its certificates in SSL_CERT_FILE", exception);
                case OperationCanceledException or TimeoutException:
                    return new($"{server} does not answer in time, at {attempts} attempts", "Check the network and the server, and run this again", exception);
            }
        }

        return new($"The connection to {server} fails, at {attempts} attempts: {exception.GetBaseException().Message}", "Check the network and the server, and run this again", exception);
    }
}
