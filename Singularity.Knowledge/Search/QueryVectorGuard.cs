using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Singularity.Knowledge.Search;

/// <summary>
/// Lets no query fail or wait because of what makes vectors: a model file that is missing, a server that is away, slow or answers nonsense. After a failure it is left
/// alone for a pause, so that a slow one costs one query its wait and not all.
/// </summary>
internal sealed class QueryVectorGuard(IOptions<KnowledgeOptions> options, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private string? _problem;

    /// <summary>Why there are no vectors at the moment, and what helps; null when there are.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>What comes of it; the default while it fails. That the database is away is thrown as ever, since nothing is found without it.</summary>
    public async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> run, CancellationToken cancellationToken)
    {
        if (Problem is not null && time.GetUtcNow() < ReadPauseEnd())
        {
            return default;
        }

        using var deadline = new CancellationTokenSource(options.Value.VectorDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var result = await run(either.Token);
            Note(null);
            return result;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Note(string.Create(
                CultureInfo.InvariantCulture, $"The embedding model did not answer within {options.Value.VectorDeadline.TotalMilliseconds:0} ms (Knowledge:VectorDeadline)."));
        }
#pragma warning disable CA1031 // The generator may be any, and search by words goes on without it.
        catch (Exception exception) when (exception is not NpgsqlException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Note($"The embedding model failed: {exception.Message}");
        }

        return default;
    }

    private DateTimeOffset ReadPauseEnd()
    {
        lock (_lock)
        {
            return _notBefore;
        }
    }

    private void Note(string? problem)
    {
        if (problem is null && Problem is null)
        {
            return;
        }

        bool isNews;
        lock (_lock)
        {
            isNews = problem is null != _problem is null;
            Volatile.Write(ref _problem, problem);
            _notBefore = problem is null ? DateTimeOffset.MinValue : time.GetUtcNow() + options.Value.VectorPause;
        }

        if (isNews && problem is null)
        {
            KnowledgeLog.VectorsAgain(logger);
        }
        else if (isNews)
        {
            KnowledgeLog.WordsAlone(logger, problem!);
        }
    }
}
