using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Volumes as folders of this machine, each used by one running topology at a time.</summary>
internal sealed class Volumes(IConfiguration configuration, int reaper, OutputLines output) : IDisposable
{
    private const string SystemHome = "/var/lib/singularity";
    private const string HomeVariable = "SINGULARITY_HOME";

    private readonly List<VolumeLock> _locks = [];

    /// <summary>The host folder of each mount of a container, by mount target.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OpenAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in container.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Source is not null))
        {
            var folder = mount.Type == ContainerMountType.BindMount ? mount.Source! : FolderOf(mount.Source!, container);
            CreateFolder(folder);
            var taken = await VolumeLock.TakeAsync(mount.Source!, folder, reaper, line => output.Add(container.Name, line), cancellationToken);
            lock (_locks) _locks.Add(taken);
            folders[mount.Target] = folder;
        }

        return folders;
    }

    public void Dispose()
    {
        lock (_locks)
            foreach (var held in _locks) held.Dispose();
    }

    private string FolderOf(string volume, ContainerResource container)
    {
        var home = configuration[HomeVariable] is { Length: > 0 } configured ? Path.GetFullPath(configured) : null;
        var folder = Path.Combine(home ?? DefaultHome(), "volumes", volume);
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess
            || !container.Annotations.OfType<NativeServerAnnotation>().Any(server => server.RefusesRoot)
            || ClosedParent(folder) is not { } closed)
            return folder;

        // Two homes of root must not meet in one folder.
        var suffix = home is null ? "" : "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..8];
        var reachable = Path.Combine(SystemHome, "volumes", volume + suffix);
        output.Add(container.Name, $"keeps its data in {reachable}: {closed} is closed to other users, and it cannot run as root");
        return reachable;
    }

    // A server that gives up root passes through these folders; others may not look around in them.
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        // One by one, since the mode is given to the last folder only.
        if (Path.GetDirectoryName(folder) is { } parent && !Directory.Exists(parent)) CreateFolder(parent);
        Directory.CreateDirectory(folder, RunDirectory.Traversable);
    }

    private static string DefaultHome() => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data && Path.IsPathRooted(data)
            ? data
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
        "singularity");

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static string? ClosedParent(string folder)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null; parent = Path.GetDirectoryName(parent))
            if (Directory.Exists(parent) && !File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherExecute))
                return parent;
        return null;
    }
}
