using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Targets;

/// <summary>A run loads what it needs, and no client library that it has no use for.</summary>
public sealed class LoadedTypesTests
{
    private static readonly string[] Libraries = ["k8s.", "Amazon.", "YamlDotNet."];

    [Theory]
    [InlineData("--help")]
    [InlineData("Backup --plan")]
    public async Task Help_and_plan_load_no_client_library(string line)
    {
        await using var checkout = await Checkout.CreateAsync();

        var types = await LoadedTypes.OfAsync(checkout, line.Split(' '));

        Assert.NotEmpty(types);
        Assert.All(Libraries, library => Assert.DoesNotContain(types, type => type.StartsWith(library, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_backup_of_the_embedded_Redis_into_a_folder_loads_neither_Kubernetes_nor_S3()
    {
        await using var checkout = await Checkout.CreateAsync();

        var types = await LoadedTypes.OfAsync(checkout, "Backup");

        Assert.DoesNotContain(types, type => type.StartsWith("k8s.", StringComparison.Ordinal) || type.StartsWith("Amazon.", StringComparison.Ordinal));
        Assert.InRange(types.Count, 1, 9_000);
    }
}
