using System.IO.Compression;
using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Postgres.Loading;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli;

/// <summary>How far a load is.</summary>
/// <param name="Stage">load, then index.</param>
internal sealed record IndexProgress(string Stage, long Done, long Total);

/// <summary>Sends a list to the services in parts, then waits until their index is up to date.</summary>
internal sealed class IndexLoad(
    Func<LoadIndex, CancellationToken, Task<ServiceReply<IndexLoaded>>> load, Func<CancellationToken, Task<ServiceReply<SearchIndexState>>> state,
    IProgress<IndexProgress> progress, TimeProvider timeProvider)
{
    private const int PartRows = 4_000;

    // A message has at most 1 MiB; JSON escapes some characters by six.
    private const int PartCharacters = 150_000;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidDataException">A line is malformed; the text names it. Parts before it are stored.</exception>
    public async Task<ServiceReply<IndexLoadReport>> RunAsync(string path, Ecosystem ecosystem, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        await using var file = File.OpenRead(path);
        await using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(content, new UTF8Encoding(false, true));
        var (rows, read, written, characters, number) = (new List<IndexRow>(), 0L, 0L, 0, 0L);
        while (await ReadLineAsync(reader, path, number + 1, cancellationToken) is { } line)
        {
            number++;
            if (line.Length == 0 || (number == 1 && ListRows.IsHeader(line)))
            {
                continue;
            }

            var (row, problem) = ListRows.Read(line);
            rows.Add(row ?? throw new InvalidDataException($"{path}, line {number}: {problem} {written} rows before it are loaded."));
            characters += line.Length;
            read++;
            if (rows.Count >= PartRows || characters >= PartCharacters)
            {
                var reply = await load(new LoadIndex(ecosystem, rows), cancellationToken);
                if (reply is not ServiceReply<IndexLoaded>.Ok(var loaded))
                {
                    return Failure(reply);
                }

                written += loaded.Written;
                progress.Report(new IndexProgress("load", file.Position, file.Length));
                (rows, characters) = ([], 0);
            }
        }

        var last = await load(new LoadIndex(ecosystem, rows, Last: true), cancellationToken);
        return last is ServiceReply<IndexLoaded>.Ok(var rest)
            ? await WaitAsync(new IndexLoadReport(read, written + rest.Written, (long)timeProvider.GetElapsedTime(started).TotalMilliseconds, 0), started, cancellationToken)
            : Failure(last);
    }

    private async Task<ServiceReply<IndexLoadReport>> WaitAsync(IndexLoadReport report, long started, CancellationToken cancellationToken)
    {
        var most = 1L;
        while (true)
        {
            switch (await state(cancellationToken))
            {
                case ServiceReply<SearchIndexState>.Ok({ IsReady: true } now):
                    return new ServiceReply<IndexLoadReport>.Ok(
                        report with { IndexedMs = (long)timeProvider.GetElapsedTime(started).TotalMilliseconds, Notice = now.Notice });
                case ServiceReply<SearchIndexState>.Ok(var now):
                    most = Math.Max(most, now.Waiting);
                    progress.Report(new IndexProgress("index", most - now.Waiting, most));
                    break;
                case ServiceReply<SearchIndexState>.Failed failed:
                    return new ServiceReply<IndexLoadReport>.Failed(failed.Code, failed.Message, failed.RetryAfter);
            }

            await Task.Delay(Poll, timeProvider, cancellationToken);
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, string path, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{path}, near line {number}: is not UTF-8.", exception);
        }
    }

    private static ServiceReply<IndexLoadReport>.Failed Failure(ServiceReply<IndexLoaded> reply) => reply is ServiceReply<IndexLoaded>.Failed failed
        ? new ServiceReply<IndexLoadReport>.Failed(failed.Code, failed.Message, failed.RetryAfter)
        : throw new InvalidOperationException("A reply is Ok or Failed.");
}
