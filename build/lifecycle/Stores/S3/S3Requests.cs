using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>Runs requests: again, after a pause, what may be tried again; otherwise its failure in one line.</summary>
internal sealed class S3Requests(S3Connection connection, S3Capabilities capabilities, S3Timing timing)
{
    public S3Timing Timing => timing;

    public string Bucket => connection.Bucket;

    public bool IsEncrypted => connection.IsEncrypted;

    /// <exception cref="UnsupportedRequestException">The server does not know this kind of request.</exception>
    /// <exception cref="LifecycleException">It cannot be done, or not now.</exception>
    public async Task<T> RunAsync<T>(S3Request request, Func<S3Attempt, Task<T>> send, CancellationToken cancellationToken)
    {
        if (capabilities.Lacks(request))
        {
            throw S3Failure.OfLack(connection, request, cause: null);
        }

        for (var (failures, isRetry) = (0, false); ; isRetry = true)
        {
            var features = capabilities.Features;
            try
            {
                using var guard = new StallGuard(timing, cancellationToken);
                var result = await send(new S3Attempt(connection.Client(features.Checksums), features, guard, isRetry, cancellationToken));
                capabilities.Prove(request, features);
                return result;
            }
            catch (Exception exception) when (exception is not LifecycleException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (capabilities.Adapt(exception, request, features))
                {
                    continue;
                }

                failures++;
                if (!S3Transience.IsTransient(exception) || failures >= timing.Attempts)
                {
                    throw capabilities.IsLack(exception, request) ? S3Failure.OfLack(connection, request, exception)
                        : request.SendsContent && !connection.EncryptsObjects && capabilities.AreChecksumsInDoubt(exception, features) ? S3Failure.OfChecksums(exception, connection, request)
                        : S3Failure.Of(exception, connection, request, failures);
                }
            }

            await timing.PauseAsync(failures, cancellationToken);
        }
    }

    public Task RunAsync(S3Request request, Func<S3Attempt, Task> send, CancellationToken cancellationToken) => RunAsync(
        request,
        async attempt =>
        {
            await send(attempt);
            return true;
        },
        cancellationToken);
}
