using System.ComponentModel;
using Lifecycle.Restoring;
using Nuke.Common.Tooling;

namespace Targets.Components;

/// <summary>Which of two data sets in one archive.</summary>
[TypeConverter(typeof(TypeConverter<DataSetName>))]
internal sealed class DataSetName : Enumeration
{
    public static readonly DataSetName AppendOnly = new() { Value = "append-only" };
    public static readonly DataSetName Dump = new() { Value = "dump" };

    public DataSetChoice Choice => this == AppendOnly ? DataSetChoice.AppendOnly : DataSetChoice.Dump;
}
