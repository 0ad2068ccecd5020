namespace Lifecycle.Reporting;

/// <summary>
/// The one line of a terminal that is drawn over itself. Whatever else is printed erases it first; of several that move, the
/// last begun is shown; and none is longer than the terminal is wide, for it could not be drawn over then.
/// </summary>
internal sealed class LiveLine(TextWriter output, Func<int> width)
{
    private const int UsualWidth = 80;

    private readonly Lock _lock = new();
    private readonly List<object> _owners = [];
    private int _drawn;

    public void Begin(object owner)
    {
        lock (_lock)
        {
            _owners.Add(owner);
        }
    }

    public void Draw(object owner, string line)
    {
        lock (_lock)
        {
            if (_owners is [.., var last] && last == owner)
            {
                var room = Math.Max(1, (width() is > 0 and var columns ? columns : UsualWidth) - 1);
                line = line.Length <= room ? line : $"{line[..(room - 1)]}…";
                Write($"\r{line.PadRight(_drawn)}");
                _drawn = line.Length;
            }
        }
    }

    public void End(object owner)
    {
        lock (_lock)
        {
            if (_owners is [.., var last] && last == owner)
            {
                Erase();
            }

            _ = _owners.Remove(owner);
        }
    }

    /// <summary>What stays, above it.</summary>
    public void Print(string text, TextWriter? elsewhere = null)
    {
        lock (_lock)
        {
            Erase();
            Write(text, elsewhere);
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
        {
            Write($"\r{new string(' ', _drawn)}\r");
            _drawn = 0;
        }
    }

    private void Write(string text, TextWriter? elsewhere = null)
    {
        (elsewhere ?? output).Write(text);
        (elsewhere ?? output).Flush();
    }
}
