namespace Singularity.Registry.Storage.Embedded;

/// <summary>Puts a new file in the place of a damaged one, which is moved aside and never deleted.</summary>
internal sealed class EmbeddedReplacement(string path, TimeProvider time, ILogger<EmbeddedDatabase> logger)
{
    /// <param name="mark">The damaged file's, where it could be read; it is closed by now.</param>
    /// <exception cref="EmbeddedFileException">Another process is at it, or the folder does not allow it.</exception>
    public EmbeddedFile Run(string? mark, EmbeddedFileException damage)
    {
        try
        {
            // One process at a time; who comes second finds the first one's new file.
            using var turn = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (OpenOther(mark) is { } other)
            {
                return other;
            }

            var aside = $"{path}.unreadable-{time.GetUtcNow():yyyyMMddHHmmssfff}";
            MoveAside(aside);
            EmbeddedLog.MovedAside(logger, path, aside, damage.Message);
            return EmbeddedFile.Open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw EmbeddedFileException.From(exception, path)!;
        }
    }

    private EmbeddedFile? OpenOther(string? mark)
    {
        try
        {
            var now = EmbeddedFile.Open(path);
            if (mark is null || now.Mark != mark)
            {
                return now;
            }

            now.Dispose();
            return null;
        }
        catch (EmbeddedFileException exception) when (exception.Fault is EmbeddedFault.Damaged)
        {
            return null;
        }
    }

    private void MoveAside(string aside)
    {
        File.Move(path, aside);

        // The log that belongs to the old file would be replayed into the new one.
        var log = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path) + "-log" + Path.GetExtension(path));
        if (File.Exists(log))
        {
            File.Move(log, aside + "-log");
        }

        foreach (var suffix in (string[])["-wal", "-shm", "-journal"])
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }
    }
}
