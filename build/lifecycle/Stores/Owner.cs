using System.Text.RegularExpressions;
using Lifecycle.Archives;

namespace Lifecycle.Stores;

/// <summary>
/// Whose backup it is. The name stays when a cluster is rebuilt; the id is of the very volume, and tells two Redis apart that
/// were given one name.
/// </summary>
public sealed partial record Owner
{
    // Stands in keys for an id that is not known: no hexadecimal number.
    private const string NoId = "none";

    /// <param name="name">Readable, and part of keys: lower-case letters, digits, dots and dashes, such as <c>dev.data.redis</c>.</param>
    /// <param name="id">Eight hexadecimal digits, in lower case; null where there is no volume (yet).</param>
    /// <exception cref="FormatException">They cannot be part of a key.</exception>
    public Owner(string name, string? id)
    {
        (Name, Id) = (name, id);
        if (!Layout().IsMatch(ToString()))
        {
            throw new FormatException($"'{name}' with id '{id}' is no owner such as 'dev.data.redis' with id '1a2b3c4d'");
        }
    }

    public string Name { get; }

    public string? Id { get; }

    /// <summary>Whether somebody who types this means it: its name, which a rebuilt Redis keeps, or its name and id.</summary>
    public bool IsCalled(string text) => Name == text || ToString() == text;

    /// <summary>What <see cref="ToString"/> gives, or null.</summary>
    public static Owner? TryParse(string text) => Layout().Match(text) is { Success: true } match
        ? new Owner(match.Groups["name"].Value, match.Groups["id"].Value is var id && id == NoId ? null : id)
        : null;

    /// <summary>As in keys: <c>dev.data.redis.1a2b3c4d</c>, or <c>dev.data.redis.none</c>.</summary>
    public override string ToString() => $"{Name}.{Id ?? NoId}";

    /// <summary>As the manifest's content says it.</summary>
    public ManifestOwner ToManifest() => new(Name, Id);

    // So long that the manifest's file name stays within 255 bytes.
    [GeneratedRegex(@"\A(?<name>[a-z0-9]([a-z0-9.-]{0,148}[a-z0-9])?)\.(?<id>[0-9a-f]{8}|none)\z")]
    private static partial Regex Layout();
}
