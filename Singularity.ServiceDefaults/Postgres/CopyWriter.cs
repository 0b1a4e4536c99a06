using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Singularity.ServiceDefaults.Postgres;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format ("COPY", section "Binary Format"): a head, of each row the number of its columns and of each column its length and
/// bytes, an end. The driver's own importer finds a converter for every value anew, which costs more than PostgreSQL's work on a short row.
/// </summary>
/// <param name="copy">Of <c>BeginRawBinaryCopyAsync</c>; its closing says that all rows are there, so it is cancelled when something fails.</param>
public sealed class CopyWriter(Stream copy)
{
    private const int Chunk = 65_536;
    private const int Null = -1;

    private readonly ArrayBufferWriter<byte> _buffer = new(2 * Chunk);

    /// <summary>Begins the copy.</summary>
    public void Head()
    {
        // "PGCOPY", then bytes that any conversion of line ends or to seven bits would change.
        _buffer.Write<byte>([(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0]);
        Int32(0);
        Int32(0);
    }

    /// <summary>Begins a row, and sends those before it once they fill a chunk.</summary>
    /// <param name="columns">How many values follow.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public async ValueTask RowAsync(short columns, CancellationToken cancellationToken)
    {
        if (_buffer.WrittenCount >= Chunk)
        {
            await FlushAsync(cancellationToken);
        }

        Int16(columns);
    }

    /// <summary>A text; null is NULL.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Int32(Null);
            return;
        }

        var span = _buffer.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _buffer.Advance(sizeof(int) + length);
    }

    /// <summary>A value in PostgreSQL's binary form of its type; that of text and json is UTF-8.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        _buffer.Write(value);
    }

    /// <summary>An <c>integer</c>.</summary>
    public void Number(int value)
    {
        Int32(sizeof(int));
        Int32(value);
    }

    /// <summary>A <c>bigint</c>.</summary>
    public void Number(long value)
    {
        Int32(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }

    /// <summary>Ends the copy and sends what is left; PostgreSQL has the rows once the stream is closed.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken)
    {
        Int16(Null);
        return FlushAsync(cancellationToken);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await copy.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(sizeof(short)), value);
        _buffer.Advance(sizeof(short));
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }
}
