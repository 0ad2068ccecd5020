using Lifecycle.Tests.Workflows;

namespace Lifecycle.Tests.Support;

/// <summary>A script that is found before the program whose name it has.</summary>
internal static class StandIn
{
    /// <param name="folder">To come first on PATH.</param>
    /// <param name="program">Its name.</param>
    /// <param name="script">What it does instead, for sh.</param>
    public static async Task WriteAsync(string folder, string program, string script)
    {
        var path = Path.Combine(folder, program);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n", RedisInstance.Cancel);
        _ = await Tool.RunAsync(["chmod", "755", path], folder);
    }
}
