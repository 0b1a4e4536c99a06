using System.IO.MemoryMappedFiles;
using Singularity.Embeddings.Text;

namespace Singularity.Embeddings.Model;

/// <summary>
/// A mapped model file whose every index was checked. The mapping lives as long as this object is reachable and is never closed before: a span into
/// memory that is gone would end the process.
/// </summary>
internal sealed unsafe class ModelFile
{
    // Keeps the mapping; its handle's finalizer ends it.
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private ModelFile(MemoryMappedViewAccessor view, byte* start, long length)
    {
        _view = view;
        _start = start;
        Header = ModelHeader.Read(new ReadOnlySpan<byte>(start, (int)Math.Min(length, ModelHeader.Size)));
        if (Header.FileSize != length)
        {
            throw new ModelException($"it has {length} bytes, and {Header.FileSize} by its header.");
        }

        ModelCheck.Check(this);
    }

    public ModelHeader Header { get; }

    public ReadOnlySpan<uint> Slots => Section<uint>(ModelHeader.SlotsAt, Header.Slots);

    public ReadOnlySpan<uint> Offsets => Section<uint>(Header.OffsetsAt, Header.Words + 1);

    public ReadOnlySpan<float> Scales => Section<float>(Header.ScalesAt, Header.Rows);

    public ReadOnlySpan<byte> Text => Section<byte>(Header.TextAt, Header.TextBytes);

    public WordTable Words => new(Slots, Offsets, Text);

    public ReadOnlySpan<byte> Checksummed => Section<byte>(0, (int)Header.ChecksumAt);

    public ReadOnlySpan<byte> Checksum => Section<byte>(Header.ChecksumAt, ModelHeader.ChecksumSize);

    public ReadOnlySpan<sbyte> Row(int row) => Section<sbyte>(Header.RowsAt + ((long)row * Header.Dimensions), Header.Dimensions);

    /// <exception cref="ModelException">There is no such file, or it is no model, or a damaged one.</exception>
    public static ModelFile Open(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length < ModelHeader.Size)
            {
                throw new ModelException($"it has only {stream.Length} bytes.");
            }

            using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            var length = stream.Length;
            var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            try
            {
                return new ModelFile(view, start + view.PointerOffset, length);
            }
            catch
            {
                view.SafeMemoryMappedViewHandle.ReleasePointer();
                view.Dispose();
                throw;
            }
        }
        catch (ModelException problem)
        {
            throw new ModelException(path, problem.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(path, "it cannot be read.", fault);
        }
    }

    private ReadOnlySpan<T> Section<T>(long at, int count)
        where T : unmanaged => new(_start + at, count);
}
