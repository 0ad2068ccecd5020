using Nuke.Common;

namespace Lifecycle.Tests.Engine;

[Collection(nameof(ConsoleTests))]
[CollectionDefinition(nameof(ConsoleTests), DisableParallelization = true)]
public sealed class ConsoleTests : IDisposable
{
    readonly Sandbox sandbox = new();
    readonly TextWriter console = Console.Out;
    readonly StringWriter printed = new();

    public ConsoleTests() => Console.SetOut(printed);

    public void Dispose()
    {
        Console.SetOut(console);
        printed.Dispose();
        sandbox.Dispose();
    }

    [Fact]
    public void What_targets_print_themselves_is_masked_and_the_console_is_given_back()
    {
        using (sandbox.Session("--token tops3cret", Console.Out, Console.Error).Enter())
            Assert.Equal(0, Printing.Run());

        Console.WriteLine("tops3cret no more");
        Assert.EndsWith("tops3cret no more\n", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nwith ***.\n", printed.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nBuild succeeded on ", printed.ToString(), StringComparison.Ordinal);
    }

    sealed class Printing : NukeBuild
    {
        [Parameter, Secret] string? Token { get; }

        public Target Print => _ => _.Executes(() => Console.WriteLine($"with {Token}."));

        public static int Run() => Execute<Printing>(x => x.Print);
    }
}
