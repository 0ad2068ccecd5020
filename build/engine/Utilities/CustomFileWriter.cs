namespace Nuke.Common.Utilities;

public class CustomFileWriter(StreamWriter streamWriter, int indentationFactor, string commentPrefix)
{
    private int _indentation;

    public void WriteLine(string? text = null) => streamWriter.WriteLine($"{new string(' ', _indentation * indentationFactor)}{text}".TrimEnd());

    public void WriteComment(string? text = null) => WriteLine($"{commentPrefix} {text}");

    public IDisposable Indent()
    {
        _indentation++;
        return new AtTheEnd(() => _indentation--);
    }
}
