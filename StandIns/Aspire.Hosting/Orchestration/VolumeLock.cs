using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Orchestration;

/// <summary>Held while a topology uses a volume. It names the reaper too: after a kill -9 that one may still be stopping the servers.</summary>
internal sealed class VolumeLock : IDisposable
{
    private static readonly TimeSpan ReaperPatience = TimeSpan.FromSeconds(60);
    private readonly FileStream _file;
    private readonly string _holderPath;

    private VolumeLock(FileStream file, string holderPath)
    {
        _file = file;
        _holderPath = holderPath;
    }

    public static async Task<VolumeLock> TakeAsync(
        string volume, string folder, int reaper, Action<string> say, CancellationToken cancellationToken)
    {
        var path = folder.TrimEnd('/') + ".in-use";
        var holderPath = folder.TrimEnd('/') + ".holder";
        var holder = ReadHolder(holderPath);
        if (FileLock.TryAcquire(path) is not { } file)
            throw new DistributedApplicationException(
                $"The volume '{volume}' ({folder}) is in use by another running topology"
                + (holder is null ? "" : $" (process {holder.AppHost})") + ". "
                + "Stop that one, or set SINGULARITY_HOME to another folder for this one.");

        var held = new VolumeLock(file, holderPath);
        try
        {
            if (holder is not null) await AwaitReaperAsync(holder.Reaper, volume, say, cancellationToken);
            await File.WriteAllTextAsync(
                holderPath, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {reaper}"), cancellationToken);
            return held;
        }
        catch
        {
            held._file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        File.Delete(_holderPath);
        _file.Dispose();
    }

    private static async Task AwaitReaperAsync(int pid, string volume, Action<string> say, CancellationToken cancellationToken)
    {
        if (!IsReaper(pid)) return;
        say($"waits until the servers of a killed topology have left volume '{volume}'");
        try
        {
            using var reaper = Process.GetProcessById(pid);
            await reaper.WaitForExitAsync(cancellationToken).WaitAsync(ReaperPatience, cancellationToken);
        }
        catch (ArgumentException)
        {
            // It ended while we looked.
        }
        catch (TimeoutException late)
        {
            throw new DistributedApplicationException(
                $"The servers of a killed topology do not leave volume '{volume}'. Stop process {pid}.", late);
        }
    }

    private static bool IsReaper(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("aspire-reaper", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Holder? ReadHolder(string path)
    {
        try
        {
            var words = File.ReadAllText(path).Split(' ');
            return words.Length == 2 && int.TryParse(words[0], out var appHost) && int.TryParse(words[1], out var reaper)
                ? new(appHost, reaper)
                : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private sealed record Holder(int AppHost, int Reaper);
}
