namespace Singularity.Registry.Upstreams;

/// <summary>Collects bytes in memory and, beyond a threshold, in a temporary file that disappears when closed, also after a crash.</summary>
internal static class SpooledStream
{
    private const int BufferSize = 81920;

    public static Stream Create(long? announced, int maxInMemory) => announced > maxInMemory ? OpenFile() : new MemoryStream((int)(announced ?? 0));

    /// <summary>Where to go on writing: the same stream, or a file once memory holds enough.</summary>
    public static async ValueTask<Stream> MakeRoomAsync(Stream spool, int more, int maxInMemory, CancellationToken cancellationToken)
    {
        if (spool is not MemoryStream memory || memory.Length + more <= maxInMemory)
        {
            return spool;
        }

        var file = OpenFile();
        memory.Position = 0;
        await memory.CopyToAsync(file, cancellationToken);
        await memory.DisposeAsync();
        return file;
    }

    private static FileStream OpenFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"singularity-{Guid.NewGuid():N}.archive"), options);
    }
}
