using System.Diagnostics;
using System.Globalization;

namespace Singularity.Tests.TwoMachines;

/// <summary>
/// The network of one machine: loopback, and whatever link it is given. Its name says whose it is, so that several runs do not meet, and one that was killed leaves nothing
/// for good.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const string Prefix = "singularity-";

    private static readonly Lazy<string?> Tried = new(TryOnce);

    private NetworkNamespace(string name) => Name = name;

    /// <summary>Null where networks can be made, else why not.</summary>
    public static string? Obstacle => Tried.Value;

    public string Name { get; }

    public static NetworkNamespace Create(string what)
    {
        var space = new NetworkNamespace($"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}-{what}");
        IpCommand.Run("netns", "add", space.Name);
        try
        {
            IpCommand.Run("-n", space.Name, "link", "set", "lo", "up");
            return space;
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Removes what runs left that were killed; returns the names.</summary>
    public static IReadOnlyList<string> RemoveOrphans()
    {
        var orphans = IpCommand.Run("netns", "list").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ')[0])
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.Split('-') is [_, var id, _, _] && int.TryParse(id, out var owner) && !IsRunning(owner))
            .ToList();
        orphans.ForEach(static name => new NetworkNamespace(name).Dispose());
        return orphans;
    }

    /// <summary>Starts a program in it, which gets the process id that this one returns.</summary>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments) => new("ip", ["netns", "exec", Name, program, .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Ends all that runs in it, and removes it with its end of the link.</summary>
    public void Dispose()
    {
        foreach (var id in IpCommand.TryRun(out var list, "netns", "pids", Name) ? list.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended meanwhile.
            }
        }

        IpCommand.TryRun(out _, "netns", "delete", Name);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? TryOnce()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "this is not Linux";
        }

        var name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}-try";
        if (!IpCommand.TryRun(out var problem, "netns", "add", name))
        {
            return problem;
        }

        var works = IpCommand.TryRun(out problem, "-n", name, "link", "add", "name", "one", "type", "veth", "peer", "name", "other")
            && IpCommand.TryRun(out problem, "-n", name, "link", "add", "name", "bridge", "type", "bridge")
            && IpCommand.TryRun(out problem, "netns", "exec", name, "true");
        IpCommand.TryRun(out _, "netns", "delete", name);
        return works ? null : problem;
    }
}
