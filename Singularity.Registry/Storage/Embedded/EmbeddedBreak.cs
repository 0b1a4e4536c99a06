namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// While the file does not answer, one caller at a time tries it and the others are told at once: a file that another program holds would keep each of
/// them waiting, and none of them has anything new to report.
/// </summary>
internal sealed class EmbeddedBreak(TimeSpan retry, TimeProvider time)
{
    private readonly Lock _gate = new();
    private EmbeddedFileException? _fault;
    private long _since;

    /// <exception cref="EmbeddedFileException">The file failed less than a retry ago.</exception>
    public void ThrowIfOpen()
    {
        if (Volatile.Read(ref _fault) is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_fault is { } fault && time.GetElapsedTime(_since) < retry)
            {
                throw new EmbeddedFileException(fault.Fault, fault.Message, fault.ErrorCode);
            }

            // This caller tries; until it knows, the others stay away.
            _since = time.GetTimestamp();
        }
    }

    /// <summary>True when it was closed before, so that a fault is reported once, however long it lasts.</summary>
    public bool Open(EmbeddedFileException fault)
    {
        lock (_gate)
        {
            var first = _fault is null;
            (_fault, _since) = (fault, time.GetTimestamp());
            return first;
        }
    }

    /// <summary>True when it was open before.</summary>
    public bool Close()
    {
        if (Volatile.Read(ref _fault) is null)
        {
            return false;
        }

        lock (_gate)
        {
            var was = _fault is not null;
            _fault = null;
            return was;
        }
    }
}
