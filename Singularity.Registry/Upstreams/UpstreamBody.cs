using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>
/// A response's body under guard: counted, bounded, and given up when it stalls. Every way in which reading can fail is an
/// <see cref="UpstreamException"/> that says what failed.
/// </summary>
internal sealed class UpstreamBody(Stream inner, UpstreamRequest request, long? length, UpstreamWatch watch, UpstreamCounters counters) : Stream
{
    private long _read;

    public string? ContentType { get; init; }

    /// <summary>Bytes to come, when the response says so.</summary>
    public long? Announced => length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        watch.ExpectBytes();
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, watch.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new UpstreamException(
                new UpstreamProblem(
                    ErrorCodes.Unavailable,
                    $"The connection to {request.RegistryName} broke after {_read} {(length is null ? "" : $"of {length} ")}bytes of {request.What}. Try again."),
                mayPass: true,
                exception);
        }

        _read += count;
        counters.CountBytes(count);
        if (_read > request.MaxBytes)
        {
            throw TooLarge(request, $"more than {_read}");
        }

        request.Progress?.Invoke(_read, length);
        return count;
    }

    public static UpstreamException TooLarge(UpstreamRequest request, string actual) => new(
        new UpstreamProblem(
            request.TooLargeCode,
            $"{char.ToUpperInvariant(request.What[0])}{request.What[1..]} has {actual} bytes; at most {request.MaxBytes} are accepted."),
        mayPass: false);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body is read asynchronously only.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
