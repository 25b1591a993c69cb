using System.Globalization;
using Spectre.Console;

namespace Presage.Cli.Output;

/// <summary>What a command says while it works, on standard error: notes, warnings and progress.</summary>
sealed class Journal
{
    // Often enough to see that a run is alive, seldom enough that a log file stays readable.
    static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(15);

    readonly Terminal _terminal;
    readonly bool _quiet;

    /// <param name="terminal">Where to write.</param>
    /// <param name="quiet">Keeps notes and progress away; warnings and errors are always written.</param>
    public Journal(Terminal terminal, bool quiet)
    {
        _terminal = terminal;
        _quiet = quiet;
    }

    /// <summary>One line of what is being done.</summary>
    public void Note(string text)
    {
        if (!_quiet)
        {
            _terminal.Error.WriteLine(text);
        }
    }

    /// <summary>One line of what the reader must know before trusting the result.</summary>
    public void Warn(string text) => _terminal.Error.WriteLine($"warning: {text}");

    /// <summary>Runs <paramref name="work"/> with its progress shown: bars on a terminal, a line now and then elsewhere.</summary>
    public async Task<T> TrackAsync<T>(Func<IWorkProgress, Task<T>> work)
    {
        if (_quiet)
        {
            return await work(new SilentProgress());
        }

        if (!_terminal.ErrorIsTerminal)
        {
            return await work(new LineProgress(_terminal, LineInterval));
        }

        return await _terminal.CreateErrorConsole()
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(context => work(new BarProgress(context)));
    }

    sealed class SilentProgress : IWorkProgress
    {
        public void Report(string task, double fraction, string detail)
        {
        }
    }

    sealed class LineProgress(Terminal terminal, TimeSpan interval) : IWorkProgress
    {
        readonly Lock _lock = new();
        long _last;
        string? _lastLine;

        public void Report(string task, double fraction, string detail)
        {
            lock (_lock)
            {
                // The first line at once: it says that the work has begun.
                if (_lastLine is not null && terminal.Clock.GetElapsedTime(_last) < interval)
                {
                    return;
                }

                var line = string.Create(CultureInfo.InvariantCulture, $"{task}: {fraction:P0} {detail}").TrimEnd();
                if (line != _lastLine)
                {
                    _last = terminal.Clock.GetTimestamp();
                    _lastLine = line;
                    terminal.Error.WriteLine(line);
                }
            }
        }
    }

    sealed class BarProgress(ProgressContext context) : IWorkProgress
    {
        readonly Lock _lock = new();
        readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(string task, double fraction, string detail)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(task, out var bar))
                {
                    bar = context.AddTask(Markup.Escape(task), maxValue: 1);
                    _tasks.Add(task, bar);
                }

                bar.Description = Markup.Escape(detail.Length == 0 ? task : $"{task}  {detail}");
                bar.Value = fraction;
            }
        }
    }
}
