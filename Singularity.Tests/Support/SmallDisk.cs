using System.Diagnostics;

namespace Singularity.Tests.Support;

/// <summary>A file system of two megabytes in memory; making one needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> Tried = new(TryOnce);

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static bool IsPossible => Tried.Value;

    public static SmallDisk Mount() => TryMount() ?? throw new InvalidOperationException("A small file system cannot be mounted here.");

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    private static SmallDisk? TryMount()
    {
        var path = Directory.CreateTempSubdirectory("small-disk-").FullName;
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    private static bool TryOnce()
    {
        using var disk = TryMount();
        return disk is not null;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>, skipped where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.IsPossible ? null : "needs the right to mount a tmpfs (root on Linux), to have a disk that is full";
}
