namespace Singularity.Registry.Cli;

/// <summary>Warnings and errors of the work in this process, one plain line each on standard error.</summary>
internal sealed class CliLoggerProvider(TextWriter error) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            error.WriteLine(Terminal.Plain(formatter(state, exception)));
        }
    }

    public void Dispose()
    {
    }
}
