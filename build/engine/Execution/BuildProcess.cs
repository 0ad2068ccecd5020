using System.Linq.Expressions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Runs a build as the program that the process is.</summary>
static class BuildProcess
{
    public static int Run<T>(Expression<Func<T, Target>>[] defaultTargets)
        where T : NukeBuild, new()
    {
        var session = BuildSession.ForRun();
        var (output, error) = (Console.Out, Console.Error);
        using var maskedOutput = new MaskingWriter(output, session.Secrets);
        using var maskedError = new MaskingWriter(error, session.Secrets);
        Console.SetOut(maskedOutput);
        Console.SetError(maskedError);
        session.Out = Console.Out;
        session.Error = Console.Error;
        try
        {
            return new BuildRun<T>(session, defaultTargets).RunAsync().GetAwaiter().GetResult();
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
