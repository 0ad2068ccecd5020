using System.Collections;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Several values a key, in the order they came.</summary>
public class LookupTable<TKey, TValue> : ILookup<TKey, TValue>
    where TKey : notnull
{
    readonly Dictionary<TKey, List<TValue>> entries = [];

    public int Count => entries.Count;

    public IEnumerable<TValue> this[TKey key] => entries.TryGetValue(key, out var values) ? values : [];

    public void Add(TKey key, TValue value) => AddRange(key, [value]);

    public void AddRange(TKey key, IEnumerable<TValue> values)
    {
        if (!entries.TryGetValue(key, out var list))
            entries.Add(key, list = []);
        list.AddRange(values);
    }

    public bool Contains(TKey key) => entries.ContainsKey(key);

    public IEnumerator<IGrouping<TKey, TValue>> GetEnumerator() =>
        entries.SelectMany(x => x.Value, (entry, value) => (entry.Key, value)).ToLookup(x => x.Key, x => x.value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
