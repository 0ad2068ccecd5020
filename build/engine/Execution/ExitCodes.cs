namespace Nuke.Common.Execution;

static class ExitCodes
{
    public const int Success = 0;
    public const int Interrupted = 130;
    public const int Failure = 255;
}
