using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks;

/// <summary>What all scenarios measure on: one Redis in the cluster, one bucket, one folder; made when first needed, and gone at the end.</summary>
internal sealed class Bench(Options options) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-lifecycle-benchmark-");
    private RedisPod? _redis;
    private Bucket? _bucket;
    private DistantCluster? _distant;

    public Options Options => options;

    /// <summary>The repository.</summary>
    public string Root => options.Root;

    public Conditions Conditions => options.Conditions;

    public string Folder => _folder.FullName;

    /// <exception cref="NotHereException">There is no cluster.</exception>
    public async Task<RedisPod> RedisAsync(CancellationToken cancellationToken) => _redis ??= await DeployAsync(cancellationToken);

    /// <exception cref="NotHereException">There is no server.</exception>
    public async Task<Bucket> BucketAsync(CancellationToken cancellationToken) => _bucket ??= await Bucket.CreateAsync(Conditions.Latency, cancellationToken);

    public void Say(string line) => Console.WriteLine(line);

    // Also after Ctrl-C.
    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_distant is not null)
        {
            await _distant.DisposeAsync();
        }

        if (_bucket is not null)
        {
            await _bucket.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<RedisPod> DeployAsync(CancellationToken cancellationToken)
    {
        if (Conditions.Latency > TimeSpan.Zero)
        {
            _distant ??= await DistantCluster.CreateAsync(TestCluster.Kubeconfig, Folder, Conditions.Latency, cancellationToken);
        }

        return await RedisPod.DeployAsync(Root, Folder, _distant, cancellationToken);
    }
}
