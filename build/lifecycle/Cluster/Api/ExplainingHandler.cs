using System.Net;
using System.Security.Authentication;

namespace Lifecycle.Cluster;

/// <summary>
/// Turns what can go wrong with any request into one line with a remedy: no server, no login, no right. What depends on
/// the request (404, 409, 422) is left to its caller.
/// </summary>
internal sealed class ExplainingHandler(string server) : DelegatingHandler
{
    private const int Attempts = 3;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Only reads are repeated: after a broken connection nobody knows whether a write went through.
        var attempts = request.Method == HttpMethod.Get ? Attempts : 1;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TrySendAsync(request, lastAttempt: attempt == attempts, cancellationToken);
            if (answer is not null)
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
        }
    }

    private async Task<HttpResponseMessage?> TrySendAsync(HttpRequestMessage request, bool lastAttempt, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTimeout);
        try
        {
            var response = await base.SendAsync(request, patience.Token);
            if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && !lastAttempt)
            {
                response.Dispose();
                return null;
            }

            return await RequireAllowedAsync(response, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException)
        {
            throw new LifecycleException($"The API server {server} cannot be trusted: {exception.InnerException.Message}", "Check certificate-authority-data in the kubeconfig", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return lastAttempt
                ? throw new LifecycleException($"The API server {server} does not answer: {exception.Message}", "Check that the cluster is up and that --kubeconfig and --kube-context name it", exception)
                : null;
        }
    }

    private async Task<HttpResponseMessage> RequireAllowedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            response.Dispose();
            throw new LifecycleException($"The API server {server} does not accept the kubeconfig's credentials", "Its token or certificate may have expired: make a new one, see docs/runbooks/operations/least-privilege.md");
        }

        if (response.StatusCode != HttpStatusCode.Forbidden)
        {
            return response;
        }

        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        response.Dispose();
        throw Refusal.Explain(body);
    }
}
