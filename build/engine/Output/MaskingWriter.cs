using System.Text;
using Nuke.Common.Execution;

namespace Nuke.Common.Utilities;

/// <summary>
/// Prints *** for every secret, also for one that comes in pieces:
/// whatever may be the beginning of a secret waits for what follows it.
/// </summary>
sealed class MaskingWriter(TextWriter inner, Secrets secrets) : TextWriter
{
    const string Mask = "***";

    readonly StringBuilder waiting = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + inner.NewLine);

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (waiting.Length == 0 && secrets.Values.Count == 0)
            inner.Write(buffer);
        else
            WriteMasked(buffer, isComplete: false);
    }

    public override void Flush() => inner.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            WriteMasked([], isComplete: true);
            inner.Flush();
        }

        base.Dispose(disposing);
    }

    void WriteMasked(ReadOnlySpan<char> buffer, bool isComplete)
    {
        var text = waiting.Append(buffer).ToString().AsSpan();
        waiting.Clear();
        var output = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (!isComplete && MayGrowIntoSecret(text))
                break;

            var secret = SecretAtStart(text);
            output.Append(secret is null ? text[..1] : Mask);
            text = text[(secret?.Length ?? 1)..];
        }

        waiting.Append(text);
        inner.Write(output.ToString());
    }

    bool MayGrowIntoSecret(ReadOnlySpan<char> text)
    {
        foreach (var secret in secrets.Values)
        {
            if (secret.Length > text.Length && secret.AsSpan().StartsWith(text))
                return true;
        }

        return false;
    }

    /// <summary>The longest, should one secret begin with another.</summary>
    string? SecretAtStart(ReadOnlySpan<char> text)
    {
        foreach (var secret in secrets.Values)
        {
            if (text.StartsWith(secret))
                return secret;
        }

        return null;
    }
}
