using System.Net;
using k8s.Autorest;

namespace Lifecycle.Cluster.Api;

/// <summary>What one request makes of an answer that another takes for a failure.</summary>
internal static class RequestExtensions
{
    /// <summary>Null instead of 404, for what need not exist.</summary>
    public static async Task<T?> OrNullIfNotFoundAsync<T>(this Task<T> request)
        where T : class
    {
        try
        {
            return await request;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
