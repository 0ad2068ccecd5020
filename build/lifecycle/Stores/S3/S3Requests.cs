using Amazon.S3;

namespace Lifecycle.Stores.S3;

/// <summary>What a request is about: the right that it takes, and the key or prefix.</summary>
/// <param name="Right">Such as <c>s3:PutObject</c>.</param>
/// <param name="Key">The full key, or null where it concerns the bucket.</param>
internal sealed record S3Act(string Right, string? Key)
{
    /// <summary>Whether content goes along, is announced, or a condition is: servers differ in what they understand of these.</summary>
    public bool SendsContent { get; init; }

    public bool AnnouncesContent { get; init; }

    public bool Conditional { get; init; }

    public bool IsAdaptable => SendsContent || AnnouncesContent || Conditional;
}

/// <summary>One attempt at a request.</summary>
/// <param name="Caller">For requests of their own within this one.</param>
internal sealed record S3Attempt(IAmazonS3 Client, S3Features Features, StallGuard Guard, bool IsRetry, CancellationToken Caller)
{
    public CancellationToken Token => Guard.Token;
}

/// <summary>Runs requests: again, after a pause, what may be tried again; otherwise its failure in one line.</summary>
internal sealed class S3Requests(S3Connection connection, S3Dialect dialect, S3Timing timing) 
{
    public S3Timing Timing => timing;

    public string Bucket => connection.Bucket;

    public bool IsEncrypted => connection.IsEncrypted;

    /// <exception cref="LifecycleException">It cannot be done, or not now.</exception>
    public async Task<T> RunAsync<T>(S3Act act, Func<S3Attempt, Task<T>> request, CancellationToken cancellationToken)
    {
        for (var (failures, isRetry) = (0, false); ; isRetry = true)
        {
            var features = dialect.Features;
            try
            {
                using var guard = new StallGuard(timing.Stall, cancellationToken);
                var result = await request(new S3Attempt(connection.Client(features.Checksums), features, guard, isRetry, cancellationToken));
                if (act.SendsContent)
                {
                    dialect.Prove(features);
                }

                return result;
            }
            catch (Exception exception) when (exception is not (LifecycleException or AlreadyStoredException))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (act.IsAdaptable && dialect.Adapt(exception, features, act.Conditional))
                {
                    continue;
                }

                failures++;
                if (!S3Transience.IsTransient(exception) || failures >= timing.Attempts)
                {
                    throw act.SendsContent && !connection.EncryptsObjects && dialect.IsRefused(exception)
                        ? S3Failure.OfChecksums(exception, connection, act)
                        : S3Failure.Of(exception, connection, act, failures);
                }
            }

            await Task.Delay(timing.DelayAfter(failures), cancellationToken);
        }
    }

    public Task RunAsync(S3Act act, Func<S3Attempt, Task> request, CancellationToken cancellationToken) => RunAsync(
        act,
        async attempt =>
        {
            await request(attempt);
            return true;
        },
        cancellationToken);
}
