namespace Nuke.Common.Utilities;

/// <summary>Colours, where they are wanted.</summary>
sealed class Style(bool isColoured)
{
    public string Bold(string text) => Escape(1, text);

    public string Red(string text) => Escape(31, text);

    public string Green(string text) => Escape(32, text);

    public string Yellow(string text) => Escape(33, text);

    public string Cyan(string text) => Escape(36, text);

    public string Grey(string text) => Escape(90, text);

    string Escape(int code, string text) => isColoured ? $"\e[{code}m{text}\e[0m" : text;
}
