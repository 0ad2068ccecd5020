using System.Text;

namespace Lifecycle.Tests.Support;

/// <summary>What a program prints, to be read while it runs.</summary>
internal sealed class PrintedText
{
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public PrintedText(StreamReader reader) => _reading = ReadAsync(reader);

    public async Task<string> EndAsync()
    {
        await _reading;
        return ToString();
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer.AsMemory(), CancellationToken.None)) > 0;)
        {
            lock (_text)
            {
                _ = _text.Append(buffer, 0, count);
            }
        }
    }
}
