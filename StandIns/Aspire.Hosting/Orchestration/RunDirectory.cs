namespace Aspire.Hosting.Orchestration;

/// <summary>Where one run of a topology keeps what must not outlive it.</summary>
internal sealed class RunDirectory : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    public const UnixFileMode Traversable = Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private RunDirectory(string path) => Root = path;

    public string Root { get; }

    public string Private => Path.Combine(Root, "private");

    public static RunDirectory Create()
    {
        var directory = new RunDirectory(Directory.CreateTempSubdirectory("aspire-run-").FullName);
        // A server that gives up root has to reach its data through here, though it may not look around.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory.Root, Traversable);
        CreatePrivate(directory.Private);
        return directory;
    }

    public string Ephemeral(string resource, string target)
    {
        var folder = Path.Combine(Root, resource + target.Replace('/', '-'));
        CreatePrivate(folder);
        return folder;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // A temporary folder that cannot be removed now is the operating system's to remove later.
        }
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Owner);
    }
}
