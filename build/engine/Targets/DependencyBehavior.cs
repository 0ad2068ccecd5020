namespace Nuke.Common;

/// <summary>What becomes of the dependencies of a target that is skipped.</summary>
public enum DependencyBehavior
{
    Skip,
    Execute,
}
