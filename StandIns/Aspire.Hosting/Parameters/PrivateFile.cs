namespace Aspire.Hosting;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        using var writer = new StreamWriter(file);
        writer.Write(text);
    }
}

/// <summary>A lock that the operating system drops when its holder ends, however it ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static FileStream? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public static FileStream? Acquire(string path, TimeSpan patience)
    {
        using var pause = new ManualResetEventSlim();
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (TryAcquire(path) is { } held) return held;
            if (waited >= patience) return null;
            pause.Wait(Pause);
        }
    }
}
