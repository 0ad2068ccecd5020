using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>The server does not know this kind of request, whoever sends it.</summary>
internal sealed class UnsupportedRequestException(string problem, string remedy, Exception? cause = null) : LifecycleException(problem, remedy, cause);
