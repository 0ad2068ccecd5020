using System.Net;
using System.Security.Authentication;
using Lifecycle.Failures;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Api;

/// <summary>
/// Turns what can go wrong with any request into a failure with a type and a remedy: no answer, no login, no right. What
/// depends on the request (404, 409, 422) is left to its caller.
/// </summary>
internal sealed class ErrorTranslation(string server, TimeProvider clock) : DelegatingHandler
{
    private const int Attempts = 3;
    private const string Remedy = "Check that the cluster is up and that --kubeconfig and --kube-context name it";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly Pace Pauses = Pace.Steady(TimeSpan.FromSeconds(1));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Only reads are repeated: after a broken connection nobody knows whether a write went through.
        var attempts = request.Method == HttpMethod.Get ? Attempts : 1;
        var patience = new Patience(AnswerTimeout * Attempts, clock, Pauses);
        for (var attempt = 1; ; attempt++)
        {
            if (await TrySendAsync(request, lastAttempt: attempt == attempts, cancellationToken) is { } answer)
            {
                return answer;
            }

            await patience.PauseAsync(cancellationToken);
        }
    }

    private async Task<HttpResponseMessage?> TrySendAsync(HttpRequestMessage request, bool lastAttempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            // An answer may break off after its head.
            await response.Content.LoadIntoBufferAsync(either.Token);
            return IsOfKubelet(request) && response.StatusCode == HttpStatusCode.InternalServerError ? response : await AcceptAsync(response, lastAttempt, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.GetBaseException() is AuthenticationException distrust)
        {
            throw new UnreachableException($"The API server {server} cannot be trusted: {distrust.Message}", "Check certificate-authority-data in the kubeconfig", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return lastAttempt ? throw new UnreachableException($"The API server {server} does not answer: {exception.Message}", Remedy, exception) : null;
        }
    }

    // What it answers says something of a container, and to ask again would say no more.
    private static bool IsOfKubelet(HttpRequestMessage request) => request.RequestUri?.AbsolutePath is { } path && (path.EndsWith("/exec", StringComparison.Ordinal) || path.EndsWith("/log", StringComparison.Ordinal));

    /// <summary>Null where it is worth another attempt.</summary>
    private async Task<HttpResponseMessage?> AcceptAsync(HttpResponseMessage response, bool lastAttempt, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError when !lastAttempt:
                response.Dispose();
                return null;
            case HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests:
                throw new UnreachableException($"The API server {server} is too busy: {Refusal.Message(await TakeBodyAsync(response, cancellationToken))}", "Run it again in a moment");
            // Its etcd has changed its leader, or what stands before it gave up: nobody knows whether a write went through.
            case >= HttpStatusCode.InternalServerError and var status:
                throw new UnreachableException($"The API server {server} failed ({(int)status}): {Refusal.Message(await TakeBodyAsync(response, cancellationToken))}", "Run it again in a moment");
            case HttpStatusCode.Unauthorized:
                response.Dispose();
                throw new ForbiddenException($"The API server {server} does not accept the kubeconfig's credentials", "Its token or certificate may have expired: make a new one, see docs/runbooks/operations/least-privilege.md");
            case HttpStatusCode.Forbidden:
                throw Refusal.Explain(await TakeBodyAsync(response, cancellationToken));
            default:
                return response;
        }
    }

    private static async Task<string> TakeBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            return await response.Content.ReadAsStringAsync(cancellationToken);
        }
    }
}
