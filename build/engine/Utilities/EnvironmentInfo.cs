using System.Collections.ObjectModel;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>The process and machine around the build.</summary>
public static partial class EnvironmentInfo
{
    public static bool IsWin => OperatingSystem.IsWindows();

    public static bool IsLinux => OperatingSystem.IsLinux();

    public static bool IsOsx => OperatingSystem.IsMacOS();

    public static bool IsUnix => IsLinux || IsOsx;

    public static AbsolutePath WorkingDirectory
    {
        get => BuildSession.Current.WorkingDirectory;
        set
        {
            BuildSession.Current.WorkingDirectory = value;
            Environment.CurrentDirectory = value;
        }
    }

    public static ReadOnlyDictionary<string, string> Variables => BuildSession.Current.Variables.AsReadOnly();

    public static IDisposable SwitchWorkingDirectory(this AbsolutePath path)
    {
        var previous = WorkingDirectory;
        WorkingDirectory = path;
        return new Block(() => WorkingDirectory = previous);
    }

    public static bool HasVariable(string name, bool allowEmpty = true) =>
        Variables.TryGetValue(name, out var value) && (allowEmpty || value.Length > 0);

    public static string? GetVariable(string name) => Variables.GetValueOrDefault(name);

    public static T? GetVariable<T>(string name, char? separator = null) =>
        GetVariable(name) is { } value
            ? (T?)ValueConverter.Convert(new([value], $"Environment variable {name}"), typeof(T), separator)
            : default;

    public static void SetVariable(string name, string value)
    {
        BuildSession.Current.Variables[name] = value;
        Environment.SetEnvironmentVariable(name, value);
    }

    public static void RemoveVariable(string name)
    {
        BuildSession.Current.Variables.Remove(name);
        Environment.SetEnvironmentVariable(name, null);
    }
}
