using System.Globalization;

namespace Lifecycle.Redis;

/// <summary>How many keys one database holds.</summary>
/// <param name="Keys">All of them.</param>
/// <param name="Expires">Those that have a time to live, and so may be gone when they are next counted.</param>
/// <param name="FieldExpires">Hashes with fields that expire (Redis 7.4, Valkey 9): one of them may be gone too, having no field left.</param>
public sealed record DatabaseKeys(long Keys, long Expires, long FieldExpires = 0)
{
    public long Lasting => Keys - Expires;
}

/// <summary>Keys per database, as <c>INFO keyspace</c> tells it.</summary>
public sealed record Keyspace(IReadOnlyDictionary<int, DatabaseKeys> Databases)
{
    public long Total => Databases.Values.Sum(database => database.Keys);

    public bool IsEmpty => Total == 0;

    /// <summary>
    /// Why <paramref name="loaded"/> cannot be what this keyspace was saved as, or null where it can.
    /// Keys that expire may be fewer by then; every lasting key must be there, and none may be new.
    /// </summary>
    public string? Contradiction(Keyspace loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        var empty = new DatabaseKeys(0, 0);
        foreach (var index in Databases.Keys.Union(loaded.Databases.Keys).Order())
        {
            var expected = Databases.GetValueOrDefault(index, empty);
            var actual = loaded.Databases.GetValueOrDefault(index, empty);
            if (actual.Expires > expected.Expires || actual.Lasting > expected.Lasting || actual.Lasting < expected.Lasting - expected.FieldExpires)
            {
                return string.Create(CultureInfo.InvariantCulture, $"database {index} holds {actual.Keys} keys ({actual.Expires} that expire) where the backup has {expected.Keys} ({expected.Expires})");
            }
        }

        return null;
    }

    internal static Keyspace Parse(IReadOnlyDictionary<string, string> info) => new(info
        .Where(field => field.Key.StartsWith("db", StringComparison.Ordinal) && int.TryParse(field.Key.AsSpan(2), CultureInfo.InvariantCulture, out _))
        .ToDictionary(field => int.Parse(field.Key.AsSpan(2), CultureInfo.InvariantCulture), field => ParseDatabase(field.Value)));

    // keys=3,expires=1,avg_ttl=0,subexpiry=0; Valkey 9 has another word for the last.
    private static DatabaseKeys ParseDatabase(string text)
    {
        var numbers = text.Split(',').Select(pair => pair.Split('='))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
        return new DatabaseKeys(numbers.GetValueOrDefault("keys"), numbers.GetValueOrDefault("expires"), numbers.GetValueOrDefault("subexpiry") + numbers.GetValueOrDefault("keys_with_volatile_items"));
    }
}
