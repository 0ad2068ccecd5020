namespace Lifecycle.Stores.S3;

/// <summary>
/// Finds out what a server understands, from what it takes and refuses, and keeps to that. A refusal does not say what was
/// not understood: what has been taken once is above suspicion, and of the rest one thing at a time is left out.
/// </summary>
internal sealed class S3Capabilities
{
    private readonly Lock _lock = new();
    private readonly S3Features[] _ways;
    private readonly HashSet<S3Features> _refused = [];
    private readonly HashSet<S3Checksums> _provenChecksums = [];
    private bool _conditionsProven;
    private S3Capability _lacking;

    /// <param name="checksums">The ways to try, the likeliest first.</param>
    public S3Capabilities(params S3Checksums[] checksums) =>
        _ways = [.. checksums.Select(way => new S3Features(way, Conditions: true)), .. checksums.Select(way => new S3Features(way, Conditions: false))];

    /// <summary>What the next request is to make use of.</summary>
    public S3Features Features
    {
        get
        {
            lock (_lock)
            {
                return Array.Find(_ways, way => !_refused.Contains(way)) ?? _ways[0];
            }
        }
    }

    /// <param name="wanted">What the user says; both ways are tried on <see cref="S3Checksums.Auto"/>.</param>
    /// <param name="endpoint">Null for AWS, which has the newer way; others have rather the older.</param>
    public static S3Capabilities For(S3Checksums wanted, Uri? endpoint) => wanted != S3Checksums.Auto ? new S3Capabilities(wanted)
        : endpoint is null ? new S3Capabilities(S3Checksums.WhenSupported, S3Checksums.WhenRequired)
        : new S3Capabilities(S3Checksums.WhenRequired, S3Checksums.WhenSupported);

    /// <summary>The server has taken a request that was sent so.</summary>
    public void Prove(S3Request request, S3Features used)
    {
        lock (_lock)
        {
            if (request.SendsContent)
            {
                _ = _provenChecksums.Add(used.Checksums);
            }

            _conditionsProven |= used.Conditions && request.Uses.HasFlag(S3Capability.Conditions);
        }
    }

    /// <summary>Whether the request may go through in another way, now that it was refused in this one.</summary>
    public bool Adapt(Exception refusal, S3Request request, S3Features used)
    {
        if (!S3Refusals.IsNotUnderstood(refusal, used))
        {
            return false;
        }

        lock (_lock)
        {
            // Another request, on its way at the same time, has found it out meanwhile.
            if (_refused.Contains(used))
            {
                return true;
            }

            var suspects = Suspects(request, used);
            if (suspects == S3Capability.None)
            {
                return false;
            }

            _refused.UnionWith(_ways.Where(way =>
                (way.Checksums == used.Checksums || !suspects.HasFlag(S3Capability.Checksums))
                && (way.Conditions == used.Conditions || !suspects.HasFlag(S3Capability.Conditions))));
            if (_ways.All(_refused.Contains))
            {
                // It was something else, after all.
                _refused.Clear();
                return false;
            }

            return true;
        }
    }

    /// <summary>Whether no way of checksums has ever been taken, and this refusal may be about them.</summary>
    public bool AreChecksumsInDoubt(Exception refusal, S3Features used)
    {
        lock (_lock)
        {
            return _provenChecksums.Count == 0 && S3Refusals.IsNotUnderstood(refusal, used);
        }
    }

    public bool Lacks(S3Request request)
    {
        lock (_lock)
        {
            return (_lacking & request.Uses) != S3Capability.None;
        }
    }

    /// <summary>Whether the server does not know this kind of request at all; what it does not know is not asked of it again.</summary>
    public bool IsLack(Exception refusal, S3Request request)
    {
        var kind = request.Uses & (S3Capability.BatchDelete | S3Capability.UploadListing);
        if (kind == S3Capability.None || !S3Refusals.IsNotUnderstood(refusal))
        {
            return false;
        }

        lock (_lock)
        {
            _lacking |= kind;
            return true;
        }
    }

    private S3Capability Suspects(S3Request request, S3Features used)
    {
        var suspects = request.Uses & (S3Capability.Checksums | S3Capability.Conditions);
        if (_provenChecksums.Contains(used.Checksums))
        {
            suspects &= ~S3Capability.Checksums;
        }

        return used.Conditions && !_conditionsProven ? suspects : suspects & ~S3Capability.Conditions;
    }
}
