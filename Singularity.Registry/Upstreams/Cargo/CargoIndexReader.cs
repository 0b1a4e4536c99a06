using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>Reads the lines of a crate while they arrive.</summary>
internal static class CargoIndexReader
{
    /// <summary>The longest line, in bytes; the longest of crates.io has a few hundred thousand.</summary>
    private const int MaxLine = 4 * 1024 * 1024;

    /// <summary>The most versions of a crate.</summary>
    private const int MaxLines = 100_000;

    /// <exception cref="UpstreamException">A line is not what the index format says; the message says which.</exception>
    public static async Task<IReadOnlyList<CargoIndexLine>> ReadAsync(UpstreamBody body, UpstreamRequest request, CancellationToken cancellationToken)
    {
        var lines = new List<CargoIndexLine>();
        var number = 0;
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, out var line))
            {
                if (++number > MaxLines)
                {
                    throw Unusable(request, body, number, $"more than {MaxLines} lines");
                }

                Add(lines, line, number, body, request);
            }

            if (buffer.Length > MaxLine)
            {
                throw Unusable(request, body, number + 1, $"more than {MaxLine} bytes");
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return lines;
            }
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isCompleted, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        buffer = isCompleted ? buffer.Slice(buffer.End) : buffer;
        return isCompleted && !line.IsEmpty;
    }

    private static void Add(List<CargoIndexLine> lines, ReadOnlySequence<byte> text, int number, UpstreamBody body, UpstreamRequest request)
    {
        if (text.IsEmpty || (text.Length == 1 && text.FirstSpan[0] == '\r'))
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 32 });
            var line = JsonSerializer.Deserialize(ref reader, CargoJson.Default.CargoIndexLine)
                ?? throw new JsonException("The line is null.");
            if (line.Name is null || line.Version is null || line.Checksum is null || line.Dependencies?.Any(static d => d?.Name is null || d.Requirement is null) == true)
            {
                throw Unusable(request, body, number, "a null where a text belongs");
            }

            if ((line.Schema ?? 1) <= CargoIndexLine.MaxSchema)
            {
                lines.Add(line);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Unusable(request, body, number, exception is JsonException { Path: { Length: > 1 } path } ? $"something unreadable at {Printable(path)}" : "something unreadable", exception);
        }
    }

    private static string Printable(string path) => Contracts.Identity.PackageName.Display(path);

    private static UpstreamException Unusable(UpstreamRequest request, UpstreamBody body, int line, string what, Exception? inner = null) => new(
        new UpstreamProblem(
            ErrorCodes.BadUpstream,
            $"{request.RegistryName} answered {request.What} with {what} in line {line} (content type {body.ContentType ?? "unknown"}). "
            + "Check the index's address, and whether a proxy or a login page answers in its place."),
        mayPass: false,
        inner);
}
