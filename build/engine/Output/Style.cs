namespace Nuke.Common.Output;

/// <summary>Colours, where they are wanted.</summary>
internal sealed class Style(bool isColoured)
{
    public string Bold(string text) => Paint("1", text);

    public string Heading(string text) => Paint("1;36", text);

    public string Red(string text) => Paint("31", text);

    public string Green(string text) => Paint("32", text);

    public string Yellow(string text) => Paint("33", text);

    public string Grey(string text) => Paint("90", text);

    private string Paint(string code, string text) => isColoured ? $"\e[{code}m{text}\e[0m" : text;
}
