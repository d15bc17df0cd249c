using System.Diagnostics;
using System.Globalization;
using Streams.Files;

namespace Streams.Cli.Hunting;

/// <summary>A bar on a terminal, nothing elsewhere: talk goes to stderr.</summary>
internal sealed class Progress(bool quiet)
{
    private const int RedrawMs = 100, Width = 28;
    private readonly bool _shown = !quiet && !System.Console.IsErrorRedirected;
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private long _total;
    private long _before;
    private long _drawn = -RedrawMs;
    private string _file = "";

    public void Files(IReadOnlyList<LogFile> files)
    {
        if (!_shown) return;
        foreach (var file in files)
            if (!file.IsStandardInput) _total += new FileInfo(file.Path).Length;
    }

    public void Read(long bytes)
    {
        if (!_shown || _since.ElapsedMilliseconds - _drawn < RedrawMs) return;
        _drawn = _since.ElapsedMilliseconds;
        var share = _total == 0 ? 0 : Math.Min(1, (_before + bytes) / (double)_total);
        var full = (int)(share * Width);
        System.Console.Error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\rreading  {new string('█', full)}{new string('░', Width - full)} {share,4:P0}  {_file,-32}"));
    }

    public void FileDone(LogFile file)
    {
        if (!_shown || file.IsStandardInput) return;
        _before += new FileInfo(file.Path).Length;
        _file = System.IO.Path.GetFileName(file.Path);
        if (_file.Length > 32) _file = _file[..32];
    }

    public void Stage(string what, long events)
    {
        if (_shown) System.Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what} {events:N0} records{new string(' ', 50)}"));
    }

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        Done();
        if (!quiet) System.Console.Error.WriteLine($"streams: {line}");
    }

    public void Done()
    {
        if (_shown) System.Console.Error.Write($"\r{new string(' ', 90)}\r");
    }
}
