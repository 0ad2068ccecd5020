namespace Nuke.Common.Utilities;

public class CustomFileWriter(StreamWriter streamWriter, int indentationFactor, string commentPrefix)
{
    int indentation;

    public void WriteLine(string? text = null) =>
        streamWriter.WriteLine(string.IsNullOrEmpty(text) ? text : new string(' ', indentation * indentationFactor) + text);

    public void WriteComment(string? text = null) => WriteLine($"{commentPrefix} {text}".TrimEnd());

    public void Write(Action<CustomFileWriter> writer) => writer(this);

    public IDisposable Indent()
    {
        indentation++;
        return new Block(() => indentation--);
    }
}
