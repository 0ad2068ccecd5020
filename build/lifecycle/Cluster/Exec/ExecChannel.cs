namespace Lifecycle.Cluster.Exec;

/// <summary>The number with which every message of an exec begins.</summary>
internal enum ExecChannel : byte
{
    Input = 0,
    Output = 1,
    Error = 2,
    Status = 3,
    Close = 255,
}
