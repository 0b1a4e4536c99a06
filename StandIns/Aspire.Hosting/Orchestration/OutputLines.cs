using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// The output of all resources, one line at a time and each with its resource's name. A terminal that takes no more (scrolled back,
/// suspended) must not hold the servers up, so the oldest of too many waiting lines are dropped, and how many is said.
/// </summary>
internal sealed class OutputLines : IAsyncDisposable
{
    private const int Capacity = 4096;
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);
    private static readonly string[] Colours = ["36", "33", "35", "32", "34", "31", "96", "93", "95"];

    private readonly Channel<(string Resource, string Text)> _lines;
    private readonly Dictionary<string, string> _colours = new(StringComparer.Ordinal);
    private readonly bool _terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
    private readonly ILoggerFactory? _log;
    private readonly Task _writing;
    private int _dropped;
    private int _width;

    /// <param name="names">Resources whose names set the width of the first column.</param>
    /// <param name="log">Where the lines go instead of the console, as a test wants.</param>
    public OutputLines(IEnumerable<string> names, ILoggerFactory? log)
    {
        _log = log;
        _width = names.Select(name => name.Length).DefaultIfEmpty().Max();
        var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _lines = Channel.CreateBounded<(string, string)>(options, _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAsync);
    }

    public bool ShowsColours => _terminal && _log is null;

    /// <summary>A line of no resource, without a first column.</summary>
    public void Add(string text) => Add("", text);

    public void Add(string resource, string text) => _lines.Writer.TryWrite((resource, text));

    public string Highlight(string text) => ShowsColours ? $"\e[1;32m{text}\e[0m" : text;

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(DrainPatience));
    }

    private async Task WriteAsync()
    {
        await foreach (var (resource, text) in _lines.Reader.ReadAllAsync())
        {
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var count)
                await WriteAsync("apphost", $"({count} lines dropped: the terminal was too slow)");
            await WriteAsync(resource, text);
        }
    }

    private async Task WriteAsync(string resource, string text)
    {
        if (_log is not null)
        {
            OutputLog.Line(_log.CreateLogger($"Aspire.Hosting.Resources.{resource}"), text);
            return;
        }

        if (resource.Length == 0)
        {
            await Console.Out.WriteLineAsync(text);
            return;
        }

        _width = Math.Max(_width, resource.Length);
        var name = resource.PadRight(_width);
        if (_terminal) name = $"\e[{Colour(resource)}m{name}\e[0m";
        await Console.Out.WriteLineAsync($"{name} | {text}");
    }

    private string Colour(string resource)
    {
        if (!_colours.TryGetValue(resource, out var colour)) _colours[resource] = colour = Colours[_colours.Count % Colours.Length];
        return colour;
    }
}

internal static partial class OutputLog
{
    [LoggerMessage(1, LogLevel.Information, "{Line}")]
    public static partial void Line(ILogger logger, string line);
}
