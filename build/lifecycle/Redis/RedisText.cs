using System.Globalization;
using System.Text;

namespace Lifecycle.Redis;

/// <summary>The quoting that Redis uses in its own files: words, "double quoted with \xhh", 'single quoted'.</summary>
internal static class RedisText
{
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.All(character => character is > ' ' and < (char)127 and not ('"' or '\'' or '\\')))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var character in Encoding.UTF8.GetBytes(text))
        {
            _ = character is >= 32 and < 127 and not ((byte)'"' or (byte)'\\')
                ? quoted.Append((char)character)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\x{character:x2}");
        }

        return quoted.Append('"').ToString();
    }

    /// <exception cref="FormatException">A quote is not closed, or something follows it.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var position = 0;
        while (true)
        {
            while (position < line.Length && char.IsWhiteSpace(line[position]))
            {
                position++;
            }

            if (position == line.Length)
            {
                return words;
            }

            words.Add(ReadWord(line, ref position));
        }
    }

    private static string ReadWord(string line, ref int position)
    {
        var quote = line[position] is '"' or '\'' ? line[position++] : '\0';
        var bytes = new List<byte>();
        while (true)
        {
            if (position == line.Length)
            {
                return quote == '\0' ? Decode(bytes) : throw new FormatException("a quote is not closed");
            }

            var character = line[position];
            if (quote == '\0' ? char.IsWhiteSpace(character) : character == quote)
            {
                position += quote == '\0' ? 0 : 1;
                return position == line.Length || char.IsWhiteSpace(line[position])
                    ? Decode(bytes)
                    : throw new FormatException("something follows a closing quote");
            }

            if (quote != '\0' && character == '\\' && position + 1 < line.Length)
            {
                bytes.AddRange(ReadEscape(line, quote, ref position));
            }
            else
            {
                var length = char.IsHighSurrogate(character) && position + 1 < line.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(line, position, length));
                position += length;
            }
        }
    }

    private static byte[] ReadEscape(string line, char quote, ref int position)
    {
        if (quote == '\'')
        {
            var isQuote = line[position + 1] == '\'';
            position += isQuote ? 2 : 1;
            return [isQuote ? (byte)'\'' : (byte)'\\'];
        }

        if (line[position + 1] == 'x' && position + 3 < line.Length
            && byte.TryParse(line.AsSpan(position + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            position += 4;
            return [value];
        }

        var escaped = line[position + 1];
        position += 2;
        return Encoding.UTF8.GetBytes(escaped switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'b' => "\b",
            'a' => "\a",
            _ => escaped.ToString(),
        });
    }

    private static string Decode(List<byte> bytes) => Encoding.UTF8.GetString([.. bytes]);
}
