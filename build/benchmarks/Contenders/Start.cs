using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>How a build gets from its script to its program.</summary>
internal abstract class Start(string name, Workspace workspace, StartKind kind) : Contender(name)
{
    protected Workspace Workspace => workspace;

    protected IReadOnlyList<string> Arguments => kind.Arguments;

    public override Task PrepareAsync(CancellationToken cancellationToken) => kind.AfterChange ? workspace.ChangeSourceAsync(cancellationToken) : Task.CompletedTask;

    public override Task CheckAsync(string output, CancellationToken cancellationToken) => output.Contains(kind.Expected, StringComparison.Ordinal)
        ? Task.CompletedTask
        : throw new VoidResultException($"it does not say '{kind.Expected}'");
}

/// <summary>Through the build.sh of this repository.</summary>
internal sealed class OurStart(Workspace workspace, StartKind kind, string name = OurStart.Usual) : Start(name, workspace, kind)
{
    public const string Usual = "`./build.sh`";

    public override IReadOnlyList<string> Command => [Path.Combine(Workspace.Root, "build.sh"), .. Arguments];
}

/// <summary>Through the sequence of the build.sh that NUKE sets up: compile quietly, then run what was compiled.</summary>
internal sealed class StockStart(Workspace workspace, StartKind kind) : Start(Usual, workspace, kind)
{
    public const string Usual = "`dotnet build`, `dotnet run --no-build`";

    private const string Script = """
        project=$1; shift
        dotnet build "$project" /nodeReuse:false /p:UseSharedCompilation=false -nologo -clp:NoSummary --verbosity quiet
        dotnet run --project "$project" --no-build -- "$@"
        """;

    public override IReadOnlyList<string> Command => Bash(Script, [Workspace.Project, .. Arguments, "--root", Workspace.Root]);
}
