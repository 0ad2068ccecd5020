using System.Net;
using k8s.Autorest;

namespace Lifecycle.Cluster;

/// <summary>Requests for what need not exist.</summary>
internal static class Missing
{
    /// <summary>Null instead of 404.</summary>
    public static async Task<T?> OrNullAsync<T>(this Task<T> request)
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
